import Foundation
import PosProtocol
import Synchronization
import Testing

@testable import PaymentFlows

/// A folder of its own for one test, gone afterwards; with `$POS_KEEP` it stays there, to be looked through.
final class Scratch: Sendable {
  let folder: URL
  private let database = Mutex<String?>(nil)

  init() throws {
    let place = Self.kept ?? FileManager.default.temporaryDirectory
    folder = place.appending(path: "journal-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { if Self.kept == nil { try? FileManager.default.removeItem(at: folder) } }

  private static let kept = ProcessInfo.processInfo.environment["POS_KEEP"].map { URL(filePath: $0) }

  func path(_ name: String = "journal.sqlite") -> String { folder.appending(path: name).path }

  func journal(
    _ name: String = "journal.sqlite", lockWait: Duration = .milliseconds(200),
    afterCommit: @escaping @Sendable (AttemptState) -> Void = { _ in }
  ) throws -> Journal {
    try Journal(path: path(name), lockWait: lockWait, afterCommit: afterCommit)
  }

  /// The journal of a suite that is run at each kind of store: a file, or, where `$POS_POSTGRES` says so, a
  /// database of its own.
  func ledger(
    afterCommit: @escaping @Sendable (AttemptState) -> Void = { _ in }
  ) throws -> any LedgerDatabase {
    #if Postgres
      if let server = TestServer.shared {
        return try PostgresLedger(
          try database.withLock { known in
            let address = try known ?? server.makeDatabase()
            known = address
            return address
          }, connections: 2, afterCommit: afterCommit, atCommit: { _ in })
      }
    #endif
    return try journal(afterCommit: afterCommit)
  }

  func payments(_ configuration: PaymentsConfiguration = .hasty) throws -> Payments {
    Payments(journal: try ledger(), configuration: configuration)
  }
}

extension PaymentsConfiguration {
  private static var patience: Duration {
    #if Postgres
      if TestServer.shared != nil { return .seconds(1) }
    #endif
    return .milliseconds(100)
  }

  /// Nobody waits long in a test.
  static var hasty: PaymentsConfiguration {
    var configuration = PaymentsConfiguration()
    // What a counter gives back a server hears a moment later.
    (configuration.keyWait, configuration.readerWait) = (patience, patience)
    configuration.readyWait = .milliseconds(100)
    configuration.probePause = .milliseconds(5)
    configuration.pursuit = []
    return configuration
  }
}

func key(_ text: String) -> AttemptKey { AttemptKey(text)! }

func order(_ amount: UInt64 = 1_500_000, _ identity: String = "order") -> Order {
  Order(identity: identity, currency: .irr, lines: [OrderLine(amount: Amount(minorUnits: amount)!)])!
}

/// An attempt to pay 5 rial; with a bill ID it pays that bill.
func intent(
  _ name: String = "a", order: String = "order", reader: String = "fake:1", bill: String? = nil
) -> Intent {
  let amount = Amount(minorUnits: 5)!
  return Intent(
    key: key(name), kind: .payment, orderIdentity: order,
    lines: [Attempt.Line(amount: amount, billID: bill, paymentID: bill.map { _ in "500088" })],
    amount: amount, currency: .irr, reader: reader, fingerprint: "f", noted: .none)
}

/// The first fine of the vectors.
func fine() throws -> Bill { try Bill(billID: "1234567810199", paymentID: "150041268") }

/// Waits until something is so, and records an issue if it does not come to be.
func eventually(_ isSo: () async -> Bool, sourceLocation: SourceLocation = #_sourceLocation) async {
  for _ in 0..<2000 {
    if await isSo() { return }
    await pause(.milliseconds(5))
  }
  Issue.record("waited in vain", sourceLocation: sourceLocation)
}
