public import PosProtocol

/// One card reader, as the programs that take money see it. `Reader` is the one with a line behind it.
public protocol CardReader: Sendable {
  /// What names this reader in a journal: its address.
  nonisolated var name: String { get }

  /// Connects and registers, if that is not done. Sends no payment.
  func connect() async throws(ReaderError)

  func status() async throws(ReaderError) -> TerminalStatus

  /// Takes a payment. Never throws: `unknown` is an outcome.
  ///
  /// - Parameter beforeAcknowledging: gets an approval's record before the terminal is told that it arrived.
  ///   Have it on disk before you return (ARCHITECTURE.md, the commit point); if you throw, the terminal is
  ///   told to reverse. While it works the terminal is asked to wait.
  func pay(
    _ request: PaymentRequest,
    beforeAcknowledging: @escaping @Sendable (TransactionRecord) async throws -> Void
  ) async -> PaymentOutcome

  /// The reader's own record of its last transaction; nil: it says that there is none.
  func lastTransaction() async throws(ReaderError) -> TransactionRecord?

  /// Undoes an earlier payment. The outcome is that of the reversal: `approved` means it is undone.
  func reverse(
    _ request: ReversalRequest,
    beforeAcknowledging: @escaping @Sendable (TransactionRecord) async throws -> Void
  ) async -> PaymentOutcome

  /// Closes the day at the terminal. Never throws: `unknown` is an outcome.
  ///
  /// - Parameter beforeAcknowledging: gets the totals of each currency before the terminal is told that they
  ///   arrived.
  func closeDay(
    beforeAcknowledging: @escaping @Sendable (DayTotals) async throws -> Void
  ) async -> DayCloseOutcome

  /// What the terminal has turned over since its last end of day, one a currency. Changes nothing.
  func turnover() async throws(ReaderError) -> [DayTotals]

  /// Asks the running command to stop. The command still ends with the terminal's own last word.
  func cancel() async
}

/// How a payment or a reversal ended.
public enum PaymentOutcome: Hashable, Sendable {
  /// Approved, acknowledged and completed.
  case approved(TransactionRecord)
  /// The terminal's last word is no: a result other than approved, an abort, or a refusal of the command (84
  /// xx).
  case declined(ResultCode, TransactionRecord?)
  /// Not a byte of the command left this machine.
  case notSent(ReaderError)
  /// The terminal may have acted, and nobody here knows. Ask it.
  case unknown(ReaderError, TransactionRecord?)
}
