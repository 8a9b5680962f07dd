public import PosProtocol

/// The numbers a terminal gives for its own reasons. They are ZVT's, which other wires translate.
///
/// - Spec: PA00P015 §10, §11 and table 17.
extension ResultCode {
  public static let approved = ResultCode(.zvt, 0x00)
  public static let wrongPassword = ResultCode(.zvt, 0x37)
  /// The register did not say who it is.
  public static let notRegistered = ResultCode(.zvt, 0x6B)
  /// Nobody came with a card, or somebody pressed STOP.
  public static let stopped = ResultCode(.zvt, 0x6C)
  public static let wrongDate = ResultCode(.zvt, 0x62)
  public static let wrongCurrency = ResultCode(.zvt, 0x6F)
  public static let dayCannotBeClosed = ResultCode(.zvt, 0x77)
  public static let notPossible = ResultCode(.zvt, 0x83)
  /// The acquirer could not be reached, or did not answer in time.
  public static let noHost = ResultCode(.zvt, 0x9B)
  /// Something has to be finished first.
  public static let busy = ResultCode(.zvt, 0x9C)
  /// To a payment with an order number: that order was paid before.
  public static let doubleBooking = ResultCode(.zvt, 0xB4)
  public static let alreadyReversed = ResultCode(.zvt, 0xB4)
  public static let cannotReverse = ResultCode(.zvt, 0xB5)
  public static let amountTooSmall = ResultCode(.zvt, 0xC8)
  /// The day has to be closed before anything else is paid.
  public static let reconciliationNeeded = ResultCode(.zvt, 0xF0)
}

/// What the terminal is doing, in the numbers of intermediate status.
enum Progress {
  static let hostContact: UInt8 = 0x04
  static let automaticReversal: UInt8 = 0x05
  static let insertCard: UInt8 = 0x0A
  static let processing: UInt8 = 0x0E
}
