import PosProtocol
import PosTransport

/// A TCP connection around recorded messages: Ethernet, IPv4 and TCP, with checksums.
struct CapturedFlow {
  private let registerPort: UInt16
  /// What each side has sent so far, its handshake included.
  private var sent: (register: UInt32, terminal: UInt32) = (0, 0)

  private static let register: [UInt8] = [10, 0, 0, 1], terminal: [UInt8] = [10, 0, 0, 2]
  private static let fin: UInt8 = 0x01, syn: UInt8 = 0x02, push: UInt8 = 0x08, ack: UInt8 = 0x10
  /// A segment's payload on Ethernet.
  private static let segment = 1460

  init(registerPort: UInt16) { self.registerPort = registerPort }

  mutating func packets(of recording: Recording) -> [CapturedPacket] {
    guard let first = recording.entries.first else { return [] }
    let start = recording.microseconds(first)
    var packets = [
      packet(start, true, Self.syn), packet(start, false, Self.syn | Self.ack), packet(start, true, Self.ack),
    ]
    for entry in recording.entries {
      let time = recording.microseconds(entry)
      if let closure = entry.closure {
        packets += end(time, byRegister: closure == .closedHere)
      } else {
        for start in stride(from: 0, to: entry.bytes.count, by: Self.segment) {
          let part = entry.bytes[start..<min(start + Self.segment, entry.bytes.count)]
          packets.append(packet(time, entry.direction == .sent, Self.push | Self.ack, part))
        }
      }
    }
    return packets
  }

  private mutating func end(_ time: UInt64, byRegister isFirst: Bool) -> [CapturedPacket] {
    [
      packet(time, isFirst, Self.fin | Self.ack), packet(time, !isFirst, Self.fin | Self.ack),
      packet(time, isFirst, Self.ack),
    ]
  }

  private mutating func packet(
    _ time: UInt64, _ isSent: Bool, _ flags: UInt8, _ payload: ArraySlice<UInt8> = []
  ) -> CapturedPacket {
    let (own, other) = isSent ? (sent.register, sent.terminal) : (sent.terminal, sent.register)
    let (source, target) = isSent ? (Self.register, Self.terminal) : (Self.terminal, Self.register)
    let ports = isSent ? [registerPort, PacketCapture.port] : [PacketCapture.port, registerPort]
    var tcp = ports.flatMap(Self.big) + Self.big(own) + Self.big(flags & Self.ack == 0 ? 0 : other)
    tcp += [5 << 4, flags] + Self.big(65_535 as UInt16) + [0, 0, 0, 0] + payload
    let pseudo = source + target + [0, 6] + Self.big(UInt16(tcp.count))
    tcp.replaceSubrange(16..<18, with: Self.big(Self.checksum(pseudo + tcp)))
    var ip: [UInt8] = [0x45, 0] + Self.big(UInt16(20 + tcp.count)) + [0, 0, 0x40, 0, 64, 6, 0, 0]
    ip += source + target
    ip.replaceSubrange(10..<12, with: Self.big(Self.checksum(ip)))
    // Addresses of the range that is for private use.
    let machines: [UInt8] =
      isSent ? [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1] : [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2]
    let isCounted: UInt32 = flags & (Self.syn | Self.fin) == 0 ? 0 : 1
    let length = UInt32(payload.count) + isCounted
    if isSent { sent.register &+= length } else { sent.terminal &+= length }
    return CapturedPacket(microseconds: time, isSent: isSent, bytes: machines + [0x08, 0x00] + ip + tcp)
  }

  private static func big(_ value: some FixedWidthInteger) -> [UInt8] {
    stride(from: value.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// The Internet checksum (RFC 1071).
  private static func checksum(_ bytes: [UInt8]) -> UInt16 {
    var sum: UInt32 = 0
    for (index, byte) in bytes.enumerated() {
      sum += index.isMultiple(of: 2) ? UInt32(byte) << 8 : UInt32(byte)
    }
    while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
    return ~UInt16(sum)
  }
}

/// Packets of a serial line: each names its dissector, and who sent it.
enum SerialPackets {
  private static let dissectorName: UInt16 = 12, source: UInt16 = 20, target: UInt16 = 21
  private static let register: [UInt8] = [10, 0, 0, 1], terminal: [UInt8] = [10, 0, 0, 2]

  static func packets(of recording: Recording) -> [CapturedPacket] {
    recording.entries.filter { [.apdu, .ack, .nak].contains($0.kind) }.map { entry in
      let isSent = entry.direction == .sent
      let head =
        tag(dissectorName, Array("zvt".utf8)) + tag(source, isSent ? register : terminal)
        + tag(target, isSent ? terminal : register) + tag(0, [])
      return CapturedPacket(
        microseconds: recording.microseconds(entry), isSent: isSent, bytes: head + entry.bytes)
    }
  }

  /// High byte first; filled up to words.
  private static func tag(_ number: UInt16, _ value: [UInt8]) -> [UInt8] {
    let padding = [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
    let count = UInt16(value.count + padding.count)
    return [UInt8(number >> 8), UInt8(number & 0xFF), UInt8(count >> 8), UInt8(count & 0xFF)] + value
      + padding
  }
}
