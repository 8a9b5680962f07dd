/// Where receipts come out.
public protocol ReceiptPrinter: Sendable {
  /// Returns once the paper is there, as far as the printer can tell.
  func print(_ receipt: Receipt) async throws(PrinterError)
}

/// Why there is no paper, in words for people.
public struct PrinterError: Error, Hashable, Sendable {
  public let message: String

  public init(_ message: String) { self.message = message }
}
