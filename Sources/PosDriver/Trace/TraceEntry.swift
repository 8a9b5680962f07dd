import PosProtocol
public import PosTransport

/// One thing that passed a line, as a trace keeps it: with passwords and the inner digits of card
/// numbers masked.
public struct TraceEntry: Hashable, Sendable {
  public enum Direction: Character, Sendable {
    /// From the register to the terminal.
    case sent = ">"
    /// From the terminal to the register.
    case received = "<"
    /// The line itself.
    case line = "-"
  }

  /// What the entry is about; the raw value stands in the file.
  public enum Kind: String, Sendable {
    case apdu, ack, nak
    /// Bytes that are no frame, or a frame that was cut short.
    case noise
    /// A frame whose checksum or length is wrong.
    case damaged
    case closed
  }

  /// Since the line was opened.
  public let time: Duration
  /// Milliseconds since 1970-01-01T00:00Z, by the machine's clock.
  public let wallMilliseconds: Int64
  public let direction: Direction
  public let kind: Kind
  /// What passed, frame included. If `isMasked`, checksums are computed again.
  public let bytes: [UInt8]
  public let isMasked: Bool
  /// The message inside, masked; empty for every kind but `apdu`.
  public let apdu: [UInt8]
  /// How the line ended, for `closed`.
  public let closure: LineClosure?

  /// As a trace file has it, columns separated by one space: seconds, wall time in UTC, direction, kind,
  /// bytes, and the word `masked` if they were.
  public var line: String {
    var columns = [seconds, WallClock.text(wallMilliseconds), String(direction.rawValue), kind.rawValue]
    if let closure { columns.append(Self.word(closure)) }
    if !bytes.isEmpty { columns.append(Hex.spaced(bytes)) }
    if isMasked { columns.append("masked") }
    return columns.joined(separator: " ")
  }

  /// As ``TraceSink`` would have written it. A file may come from somebody who masks nothing.
  public var masked: TraceEntry {
    let (safe, wire): ([UInt8], [UInt8])
    if kind == .apdu {
      safe = TraceCutter.masked(apdu)
      wire = safe == apdu ? bytes : bytes == apdu ? safe : ZVT.FrameEncoder.encode(safe)
    } else {
      (safe, wire) = (apdu, TraceMask.coarsely(bytes))
    }
    return TraceEntry(
      time: time, wallMilliseconds: wallMilliseconds, direction: direction, kind: kind, bytes: wire,
      isMasked: isMasked || wire != bytes, apdu: safe, closure: closure)
  }

  /// With six decimals.
  private var seconds: String {
    let (seconds, attoseconds) = time.components
    let decimals = String(attoseconds / 1_000_000_000_000)
    return "\(seconds).\(String(repeating: "0", count: 6 - decimals.count))\(decimals)"
  }

  private static func word(_ closure: LineClosure) -> String {
    switch closure {
    case .closedHere: "here"
    case .disconnected: "disconnected"
    case .failed(let code): "error \(code)"
    }
  }
}

extension Hex {
  /// Two upper-case digits a byte, with spaces between.
  static func spaced(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(3 * bytes.count)
    write(spaced: bytes, to: &text)
    return String(decoding: text, as: UTF8.self)
  }
}
