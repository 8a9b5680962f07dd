/// What a terminal says about one transaction. Every field it did not send is nil.
///
/// - Wire: ZVT 04 0F (`ZVT.StatusInformation`); Sadad's RESPONSE, or a row of messages 0002, 0014 and 0016.
///
/// A record is handed on from machine to machine, and seldom changed: a copy is one reference, until one of
/// the two is changed.
public struct TransactionRecord: Hashable, Sendable {
  private struct Fields: Hashable, Sendable {
    var result: ResultCode?
    var amount: Amount?
    var currency: Currency?
    var receiptNumber: ReceiptNumber?
    var traceNumber: TraceNumber?
    var turnoverNumber: UInt32?
    var originalTrace: TraceNumber?
    var clock: ClockReading?
    var terminalID: TerminalID?
    var card: MaskedCardNumber?
    var cardName: WireText?
    var merchantNumber: WireText?
    var hostReference: WireText?
    var additionalText: WireText?
    var isApproval = false
  }

  /// Exactly one.
  private var fields = Self.nothing
  private static let nothing = [Fields()]

  public init() {}

  /// How the terminal judged it; nil is never an approval.
  public var result: ResultCode? {
    get { fields[0].result }
    set { fields[0].result = newValue }
  }
  public var amount: Amount? {
    get { fields[0].amount }
    set { fields[0].amount = newValue }
  }
  /// Nil means the terminal's own: ZVT euro, Sadad rial.
  public var currency: Currency? {
    get { fields[0].currency }
    set { fields[0].currency = newValue }
  }
  public var receiptNumber: ReceiptNumber? {
    get { fields[0].receiptNumber }
    set { fields[0].receiptNumber = newValue }
  }
  public var traceNumber: TraceNumber? {
    get { fields[0].traceNumber }
    set { fields[0].traceNumber = newValue }
  }
  /// Its place in the terminal's turnover memory; most terminals do not tell. 0...999_999.
  public var turnoverNumber: UInt32? {
    get { fields[0].turnoverNumber }
    set { fields[0].turnoverNumber = newValue }
  }
  /// Set only for a reversal: the trace number of what was reversed.
  public var originalTrace: TraceNumber? {
    get { fields[0].originalTrace }
    set { fields[0].originalTrace = newValue }
  }
  public var clock: ClockReading? {
    get { fields[0].clock }
    set { fields[0].clock = newValue }
  }
  public var terminalID: TerminalID? {
    get { fields[0].terminalID }
    set { fields[0].terminalID = newValue }
  }
  public var card: MaskedCardNumber? {
    get { fields[0].card }
    set { fields[0].card = newValue }
  }
  /// Name of the card's scheme, as the terminal prints it.
  public var cardName: WireText? {
    get { fields[0].cardName }
    set { fields[0].cardName = newValue }
  }
  /// The contract number (ZVT BMP 2A) or merchant number.
  public var merchantNumber: WireText? {
    get { fields[0].merchantNumber }
    set { fields[0].merchantNumber = newValue }
  }
  /// Reference of the host: authorisation attribute (ZVT BMP 3B) or RRN (Sadad).
  public var hostReference: WireText? {
    get { fields[0].hostReference }
    set { fields[0].hostReference = newValue }
  }
  /// Text the register must show (ZVT BMP 3C).
  public var additionalText: WireText? {
    get { fields[0].additionalText }
    set { fields[0].additionalText = newValue }
  }
  /// True only if the terminal's words add up to an approval by its protocol's rules (ZVT: 27 is 00 and A0 is
  /// absent or 00; `result` nil never). Amount and currency are the caller's to compare.
  public var isApproval: Bool {
    get { fields[0].isApproval }
    set { fields[0].isApproval = newValue }
  }
}
