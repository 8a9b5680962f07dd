import ArgumentParser
import PosProtocol

/// What the bytes to decode were taken from.
enum Layer: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// Exactly one message.
  case apdu
  /// A serial line: frames, ACKs and NAKs.
  case serial
  /// A TCP connection: messages one after the other.
  case tcp

  /// What begins with DLE STX, or is an ACK or NAK with or without a frame behind it, came from a serial
  /// line.
  static func guess(_ bytes: [UInt8]) -> Layer {
    let frame: [UInt8] = [0x10, 0x02]
    if bytes.starts(with: frame) || bytes == [0x06] || bytes == [0x15] { return .serial }
    guard let first = bytes.first, first == 0x06 || first == 0x15 else { return .apdu }
    // 06 10 is a command too; one with two bytes of data would look like an ACK before a frame cut short.
    return bytes.dropFirst().starts(with: frame) && bytes.count != 5 ? .serial : .apdu
  }
}
