import PosDriver
import PosProtocol
import Synchronization

/// A reader that begins no payment and no reversal once it was told to stop, even if it was told while the
/// reader was still being connected or asked, or while another process had its turn.
final class StoppableReader: CardReader {
  private let reader: Reader
  private let isStopped = Mutex(false)

  init(_ reader: Reader) { self.reader = reader }

  var name: String { reader.name }

  /// What comes now is something else.
  func begin() { isStopped.withLock { $0 = false } }

  /// From now on nothing begins; `cancel()` reaches what runs.
  func stop() { isStopped.withLock { $0 = true } }

  func connect() async throws(ReaderError) { try await reader.connect() }

  func status() async throws(ReaderError) -> TerminalStatus { try await reader.status() }

  func lastTransaction() async throws(ReaderError) -> TransactionRecord? {
    try await reader.lastTransaction()
  }

  func pay(
    _ request: PaymentRequest,
    beforeAcknowledging: @escaping @Sendable (TransactionRecord) async throws -> Void
  ) async -> PaymentOutcome {
    guard !isStopped.withLock(\.self) else { return Self.nothing }
    return await reader.pay(request, beforeAcknowledging: beforeAcknowledging)
  }

  func reverse(
    _ request: ReversalRequest,
    beforeAcknowledging: @escaping @Sendable (TransactionRecord) async throws -> Void
  ) async -> PaymentOutcome {
    guard !isStopped.withLock(\.self) else { return Self.nothing }
    return await reader.reverse(request, beforeAcknowledging: beforeAcknowledging)
  }

  func closeDay(
    beforeAcknowledging: @escaping @Sendable (DayTotals) async throws -> Void
  ) async -> DayCloseOutcome {
    guard !isStopped.withLock(\.self) else { return .notSent(.failure(.send(.notSent))) }
    return await reader.closeDay(beforeAcknowledging: beforeAcknowledging)
  }

  func turnover() async throws(ReaderError) -> [DayTotals] { try await reader.turnover() }

  func cancel() async { await reader.cancel() }

  func disconnect() async { await reader.disconnect() }

  private static let nothing = PaymentOutcome.notSent(.failure(.send(.notSent)))
}
