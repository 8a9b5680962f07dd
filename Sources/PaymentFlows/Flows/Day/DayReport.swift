public import PosDriver
public import PosProtocol

/// What an end of day came to.
public struct DayReport: Hashable, Sendable {
  public let close: DayClose
  /// Receipt by receipt, one a currency; empty unless the day is closed.
  public let reconciliations: [Currency: DayReconciliation]
  /// What was still open of the days before: carried over.
  public let carriedOver: [AttemptKey]
  /// Why the reader did not close, or nobody knows.
  public let error: ReaderError?
  public let result: ResultCode?
}
