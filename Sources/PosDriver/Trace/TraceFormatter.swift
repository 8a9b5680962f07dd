import PosProtocol
import PosTransport

/// Explains a trace to people, one line an entry: `12.345 ► 06 01 authorization  amount 1,500,000 IRR`.
public struct TraceFormatter: Sendable {
  /// Whether ACKs and NAKs of the serial link are shown too.
  public var showsAcknowledgements = false
  private var explainer = ZVT.Explainer()

  public init() {}

  /// One line; nil if this entry is not shown.
  public func line(_ entry: TraceEntry) -> String? {
    var (formatter, text) = (self, [UInt8]())
    return formatter.write(entry, to: &text) ? String(decoding: text, as: UTF8.self) : nil
  }

  /// Appends the line to `text`, in UTF-8 and without its end. For many entries, with the memory of `text`
  /// used again; false: this entry is not shown.
  public mutating func write(_ entry: TraceEntry, to text: inout [UInt8]) -> Bool {
    let isAcknowledgement = entry.kind == .ack || entry.kind == .nak
    guard showsAcknowledgements || !isAcknowledgement else { return false }
    Self.write(entry.time, to: &text)
    text.append(contentsOf: Self.arrow(entry.direction))
    switch entry.kind {
    case .apdu: explainer.explain(entry.apdu, to: &text)
    case .ack: text.append(contentsOf: "ACK".utf8)
    case .nak: text.append(contentsOf: "NAK".utf8)
    case .noise, .damaged:
      text.append(contentsOf: "\(entry.kind.rawValue) ".utf8)
      Hex.write(spaced: TraceMask.coarsely(entry.bytes), to: &text)
    case .closed: text.append(contentsOf: (entry.closure == .closedHere ? "line closed" : "line lost").utf8)
    }
    return true
  }

  /// A message by its control field, its name, and its fields by name and value. Card digits are masked.
  public static func text(_ apdu: [UInt8]) -> String {
    var (explainer, text) = (ZVT.Explainer(), [UInt8]())
    explainer.explain(apdu, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  private static let arrows = ["►", "◄", "■"].map { Array(" \($0) ".utf8) }

  private static func arrow(_ direction: TraceEntry.Direction) -> [UInt8] {
    switch direction {
    case .sent: arrows[0]
    case .received: arrows[1]
    case .line: arrows[2]
    }
  }

  /// With three decimals, in six columns at least.
  private static func write(_ time: Duration, to text: inout [UInt8]) {
    let (seconds, attoseconds) = time.components
    let digits = String(seconds).utf8
    for _ in 0..<max(0, 2 - digits.count) { text.append(0x20) }
    text.append(contentsOf: digits)
    text.append(UInt8(ascii: "."))
    let milliseconds = UInt16(clamping: attoseconds.magnitude / 1_000_000_000_000_000)
    text.append(0x30 + UInt8(milliseconds / 100 % 10))
    text.append(0x30 + UInt8(milliseconds / 10 % 10))
    text.append(0x30 + UInt8(milliseconds % 10))
  }
}
