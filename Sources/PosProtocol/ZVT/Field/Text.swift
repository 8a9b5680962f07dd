extension ZVT {
  /// How many bytes a field takes, and how it is filled up.
  public protocol TextRule: Sendable {
    static var maximum: Int { get }
    /// What shorter texts of a fixed field are filled with; nil for a field of variable length.
    static var padding: UInt8? { get }
    /// A zero byte ends the text on the wire.
    static var isTerminated: Bool { get }
  }

  /// An LLVAR text.
  public enum UpTo99: TextRule {
    public static let maximum = 99, padding: UInt8? = nil, isTerminated = false
  }
  /// An LLLVAR text.
  public enum UpTo999: TextRule {
    public static let maximum = 999, padding: UInt8? = nil, isTerminated = false
  }
  /// BMP 8B: LLVAR, ended by a zero byte inside its length. Terminals that leave it out are read too.
  public enum Terminated98: TextRule {
    public static let maximum = 98, padding: UInt8? = nil, isTerminated = true
  }
  /// BMP 2A: filled with spaces.
  public enum Spaced15: TextRule {
    public static let maximum = 15, padding: UInt8? = 0x20, isTerminated = false
  }
  /// BMP 3B: filled with zeros.
  public enum Zeroed8: TextRule {
    public static let maximum = 8, padding: UInt8? = 0x00, isTerminated = false
  }
  /// Text to the end of the data (06 D1).
  public enum Line: TextRule {
    public static let maximum = 16_384, padding: UInt8? = nil, isTerminated = false
  }

  /// A text that fits its field. Digits of card numbers in it are masked, whoever wrote them.
  public struct Text<Rule: TextRule>: FieldValue, Hashable {
    public let bytes: [UInt8]
    /// It came without the zero byte its field should end with, and is written so.
    private var lacksEnd = false

    /// The empty text.
    public init() { bytes = [] }

    /// Returns nil if it is too long.
    public init?(_ bytes: [UInt8]) {
      guard bytes.count <= Rule.maximum else { return nil }
      self.bytes = Masking.text(Self.trimmed(bytes))
    }

    /// As much of `text` as fits.
    public init(clipping text: WireText) {
      bytes = Masking.text(Self.trimmed(Array(text.bytes.prefix(Rule.maximum))))
    }

    public init(from reader: inout ByteReader) throws(CodecError) {
      let content = reader.rest()
      lacksEnd = Rule.isTerminated && content.last != 0
      bytes = Masking.text(Self.trimmed(content))
    }

    public func write(to bytes: inout [UInt8]) {
      bytes += self.bytes
      if Rule.isTerminated, !lacksEnd { bytes.append(0) }
      if let padding = Rule.padding {
        bytes.append(contentsOf: repeatElement(padding, count: Rule.maximum - self.bytes.count))
      }
    }

    /// As text of the protocol's default character set.
    public var wireText: WireText { WireText(bytes: bytes) }

    public var summary: String { Shown.text(bytes) }

    private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
      var bytes = bytes
      if Rule.isTerminated, bytes.last == 0 { bytes.removeLast() }
      if let padding = Rule.padding {
        while bytes.last == padding { bytes.removeLast() }
      }
      return bytes
    }
  }
}
