import PosProtocol

/// Where the other side says something else than the record.
public struct ReplayDeparture: Error, Hashable, Sendable {
  /// What it said instead.
  public enum Kind: String, Hashable, Sendable {
    /// A message that differs; at the offset, counted from 0 within the message.
    case message
    /// An acknowledgement or a message where the record has the other, or a refusal.
    case other
    /// Bytes that are no frame, or a frame that is damaged.
    case noise
    /// Something where the record is at its end.
    case more
    /// The line ended before the record.
    case closed
  }

  public let kind: Kind
  /// The line of the trace file that was to come next, counted from 1; nil after the last.
  public let line: Int?
  /// The first byte that differs; nil if no two messages can be compared.
  public let offset: Int?
  /// The recorded message, masked; empty if none was to come.
  public let recorded: [UInt8]
  /// What was heard instead, masked.
  public let heard: [UInt8]

  /// For people, on one line.
  public var message: String {
    let place = line.map { "line \($0) of the record" } ?? "the record's end"
    switch kind {
    case .message: return "\(place): \(difference)"
    case .other: return "\(place): recorded \(Self.text(recorded)), heard \(Self.text(heard))"
    case .noise: return "\(place): heard bytes that are no message: \(Self.text(heard))"
    case .more: return "after \(place) the other side goes on: \(Self.text(heard))"
    case .closed: return "\(place): the line ended; \(Self.text(recorded)) was to come"
    }
  }

  private var difference: String {
    guard let offset else { return "recorded \(Self.text(recorded)), heard \(Self.text(heard))" }
    let (was, is_) = (Self.byte(recorded, offset), Self.byte(heard, offset))
    let name = Self.name(recorded)
    return "byte \(offset) of \(name) is \(is_), recorded \(was); heard \(Self.text(heard))"
  }

  private static func byte(_ bytes: [UInt8], _ offset: Int) -> String {
    offset < bytes.count ? Hex.text([bytes[offset]]) : "not there"
  }

  private static func name(_ apdu: [UInt8]) -> String {
    guard apdu.count >= 2 else { return "the message" }
    let control = ZVT.ControlField(apdu[0], apdu[1])
    return Hex.spaced(Array(apdu.prefix(2))) + (control.name.map { " \($0)" } ?? "")
  }

  private static func text(_ bytes: [UInt8]) -> String {
    switch bytes {
    case []: return "nothing"
    case [0x06]: return "ACK"
    case [0x15]: return "NAK"
    case _: return Hex.spaced(Array(bytes.prefix(64))) + (bytes.count > 64 ? " …" : "")
    }
  }
}
