import PosDriver
import PosFirmware
import PosProtocol
import PosTransport
import Synchronization
import Testing

@testable import PosSim

/// A simulated terminal with an open port and a register before it, on a fast clock.
struct Counter: Sendable {
  let terminal: SimulatedTerminal
  let port: TerminalPort
  let seen: Seen

  enum Way: String, CaseIterable, Sendable { case tcp, pseudoTerminal }

  init(_ way: Way, in folder: Folder, _ change: (inout SimulatorSettings) -> Void = { _ in }) async throws {
    var settings = SimulatorSettings(stateFolder: folder.path)
    settings.framing = way == .tcp ? .tcp : .serial
    // The protocol keeps its own time limits, so that a busy machine meets none; the world behind it is fast.
    (settings.cardDelay, settings.acquirerDelay) = (.milliseconds(25), .milliseconds(25))
    (settings.slowAcquirerDelay, settings.bootDelay) = (.milliseconds(2500), .milliseconds(250))
    (settings.terminal.hostWait, settings.terminal.reversalRetry) = (.milliseconds(500), .milliseconds(125))
    change(&settings)
    let seen = Seen()
    (self.seen, terminal) = (seen, try SimulatedTerminal(settings) { seen.add($0) })
    await terminal.powerOn()
    switch way {
    case .tcp: port = try await .open(.tcp(host: "127.0.0.1", port: 0), for: terminal)
    case .pseudoTerminal: port = try await .open(.pseudoTerminal(link: folder.file("tty")), for: terminal)
    }
  }

  var reader: Reader {
    Reader(
      address: port.address, configuration: ReaderConfiguration(password: 123_456, currency: .irr))
  }

  func pay(_ units: UInt64) async -> PaymentOutcome {
    let reader = reader
    let request = PaymentRequest(amount: Amount(minorUnits: units)!, currency: .irr)
    let outcome = await reader.pay(request) { _ in }
    await reader.disconnect()
    return outcome
  }

  /// The newest record, asked as a register does that lost its line: until the terminal is ready.
  func recover() async throws -> TransactionRecord? {
    for _ in 0..<100 {
      let reader = reader
      let status = try? await reader.status()
      if status?.isReady == true, case let record? = try? await reader.lastTransaction() {
        await reader.disconnect()
        return record
      }
      await reader.disconnect()
      try await Task.sleep(for: .milliseconds(50))
    }
    return nil
  }

  func close() async {
    await port.close()
    await terminal.switchOff()
  }

  /// What is booked and not undone.
  func charges() async -> [UInt32] {
    let ledger = await terminal.ledger
    return ledger.filter { row in
      row.event == .booked && !ledger.contains { $0.event == .reversed && $0.originalTrace == row.trace }
    }.map(\.trace)
  }

  /// What the simulator told.
  final class Seen: Sendable {
    private let list = Mutex<[SimulatorEvent]>([])
    func add(_ event: SimulatorEvent) { list.withLock { $0.append(event) } }
    var events: [SimulatorEvent] { list.withLock { $0 } }

    /// Until the simulator has told this so many times.
    func wait(for event: SimulatorEvent, times: Int = 1) async throws {
      for _ in 0..<3000 where events.count(where: { $0 == event }) < times {
        try await Task.sleep(for: .milliseconds(10))
      }
      try #require(events.count { $0 == event } >= times, "\(event) did not come")
    }
  }
}
