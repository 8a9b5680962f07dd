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

  /// Serial bytes begin with DLE STX, ACK or NAK, and no message does.
  static func guess(_ bytes: [UInt8]) -> Layer {
    if bytes.starts(with: [0x10, 0x02]) || bytes.first == 0x06 && bytes.count == 1 { return .serial }
    if bytes.first == 0x15 || bytes.starts(with: [0x06, 0x10, 0x02]) { return .serial }
    return .apdu
  }
}
