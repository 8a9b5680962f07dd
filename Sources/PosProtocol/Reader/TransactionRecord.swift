/// What a terminal says about one transaction. Every field it did not send is nil.
///
/// - Wire: ZVT 04 0F (`ZVT.StatusInformation`); Sadad's RESPONSE, or a row of messages 0002, 0014 and 0016.
public struct TransactionRecord: Hashable, Sendable {
  /// How the terminal judged it; nil is never an approval.
  public var result: ResultCode?
  public var amount: Amount?
  /// Nil means the terminal's own: ZVT euro, Sadad rial.
  public var currency: Currency?
  public var receiptNumber: ReceiptNumber?
  public var traceNumber: TraceNumber?
  /// Its place in the terminal's turnover memory; most terminals do not tell. 0...999_999.
  public var turnoverNumber: UInt32?
  /// Set only for a reversal: the trace number of what was reversed.
  public var originalTrace: TraceNumber?
  public var clock: ClockReading?
  public var terminalID: TerminalID?
  public var card: MaskedCardNumber?
  /// Name of the card's scheme, as the terminal prints it.
  public var cardName: WireText?
  /// The contract number (ZVT BMP 2A) or merchant number.
  public var merchantNumber: WireText?
  /// Reference of the host: authorisation attribute (ZVT BMP 3B) or RRN (Sadad).
  public var hostReference: WireText?
  /// Text the register must show (ZVT BMP 3C).
  public var additionalText: WireText?
  /// True only if the terminal's words add up to an approval by its protocol's rules (ZVT: 27 is 00 and A0 is
  /// absent or 00; `result` nil never). Amount and currency are the caller's to compare.
  public var isApproval = false

  public init() {}
}
