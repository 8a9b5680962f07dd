/// What the reader tells while it works on a command.
public enum ReaderEvent: Hashable, Sendable {
  /// The command was accepted (ZVT 80 00 00; Sadad ACK of the request).
  case accepted
  /// ZVT 04 FF: what the terminal is doing or wants the cardholder to do, in its protocol's codes
  /// (`ZVT.intermediateStatusName`), and its own display texts where it sends them.
  case progress(code: UInt8, texts: [WireText])
  /// One line of a receipt the terminal prints through the register (ZVT 06 D1, 06 D3).
  case printed(PrintedLine)
  /// A line was damaged and asked for again, or something unneeded was skipped: worth a line in a trace.
  case noise(LineTrouble)
}

/// One line of a receipt.
///
/// - Wire: ZVT 06 D1, or a 07 with its 09 inside 06 D3.
public struct PrintedLine: Hashable, Sendable {
  /// Whose receipt the line belongs to (ZVT TLV 1F07).
  public enum Receipt: UInt8, Sendable { case unspecified, merchant, customer, administration }

  public var text: WireText
  public var isCentred = false
  public var isDoubleWidth = false
  public var isDoubleHeight = false
  /// 0...15 columns.
  public var indent: UInt8 = 0
  /// The receipt ends after this line: cut.
  public var isLast = false
  public var receipt = Receipt.unspecified

  public init(text: WireText) { self.text = text }
}

/// Trouble on the line that was mended or skipped, for traces.
public enum LineTrouble: Hashable, Sendable {
  /// A frame arrived damaged and was refused.
  case damaged(FrameDamage)
  /// A frame was taken for a repeat of the last one: acknowledged, not delivered.
  case repeated
  /// A frame was sent again; the number of the copy, 2 or 3.
  case resent(UInt8)
  /// A message that has no business here was answered and skipped.
  case unexpected([UInt8])
}

/// Why a frame was refused.
public enum FrameDamage: Hashable, Sendable {
  /// CRC or LRC differ.
  case checksum(received: UInt16, computed: UInt16)
  /// A DLE was followed by something that cannot follow it.
  case strayEscape(UInt8)
  /// Longer than the receiver's memory allows.
  case tooLong
  /// More than T1 between two bytes.
  case pause
  /// The length inside does not fit the frame.
  case length
}
