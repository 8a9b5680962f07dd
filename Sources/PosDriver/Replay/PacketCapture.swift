/// Connections of a trace as a capture file that Wireshark opens (pcapng), with its ZVT dissector.
///
/// A trace knows messages, not segments. So each message, and each ACK or NAK of a serial line, is a packet
/// that names its dissector itself (link type 252, upper PDU), and nothing has to be set up: of a port alone
/// Wireshark does not take ZVT. The register is 10.0.0.1, the terminal 10.0.0.2; over TCP at port 20007, and
/// each connection has another port of the register. Noise is left out.
///
/// - Source: draft-ietf-opsawg-pcapng; Wireshark's epan/exported_pdu.h.
public struct PacketCapture: Sendable {
  /// The file's bytes so far.
  public private(set) var bytes: [UInt8] = []
  private var interfaces: [Bool: UInt32] = [:]
  private var connections: UInt32 = 0

  private static let upperPDU: UInt16 = 252

  public init() { addSectionHeader() }

  /// Adds one connection.
  public mutating func add(_ recording: Recording) {
    let interface = interface(isTCP: recording.isTCP)
    let ports: UpperPDU.Ports? =
      recording.isTCP ? (register: 49_152 + connections % 16_384, terminal: 20_007) : nil
    for entry in recording.entries where [.apdu, .ack, .nak].contains(entry.kind) {
      let isSent = entry.direction == .sent
      add(
        CapturedPacket(
          microseconds: recording.microseconds(entry), isSent: isSent,
          bytes: UpperPDU.head(isSent: isSent, ports: ports) + entry.bytes), interface)
    }
    connections += 1
  }

  // MARK: blocks

  private mutating func addSectionHeader() {
    addBlock(0x0A0D_0D0A) { block in
      block.append(0x1A2B_3C4D as UInt32)
      block.append(1 as UInt16)
      block.append(0 as UInt16)
      block.append(UInt64.max)
    }
  }

  private mutating func interface(isTCP: Bool) -> UInt32 {
    if let known = interfaces[isTCP] { return known }
    let number = UInt32(interfaces.count)
    interfaces[isTCP] = number
    addBlock(1) { block in
      block.append(Self.upperPDU)
      block.append(0 as UInt16)
      block.append(0 as UInt32)
      block.option(2, Array((isTCP ? "TCP" : "serial line").utf8))
      block.option(0, [])
    }
    return number
  }

  /// With microseconds, which is what an interface without an option of its own has.
  private mutating func add(_ packet: CapturedPacket, _ interface: UInt32) {
    addBlock(6) { block in
      block.append(interface)
      block.append(UInt32(truncatingIfNeeded: packet.microseconds >> 32))
      block.append(UInt32(truncatingIfNeeded: packet.microseconds))
      block.append(UInt32(packet.bytes.count))
      block.append(UInt32(packet.bytes.count))
      block.bytes += packet.bytes
      block.pad()
      // From the register: what a capture on its machine calls outbound.
      block.option(2, packet.isSent ? [2, 0, 0, 0] : [1, 0, 0, 0])
      block.option(0, [])
    }
  }

  private mutating func addBlock(_ kind: UInt32, _ fill: (inout CapturedBlock) -> Void) {
    var body = CapturedBlock()
    fill(&body)
    var block = CapturedBlock()
    block.append(kind)
    block.append(UInt32(body.bytes.count + 12))
    block.bytes += body.bytes
    block.append(UInt32(body.bytes.count + 12))
    bytes += block.bytes
  }
}

/// One packet of a capture.
struct CapturedPacket {
  /// Since 1970-01-01T00:00Z.
  let microseconds: UInt64
  /// From the register.
  let isSent: Bool
  let bytes: [UInt8]
}

/// Bytes of a block, low byte first.
private struct CapturedBlock {
  var bytes: [UInt8] = []

  mutating func append(_ value: some FixedWidthInteger & UnsignedInteger) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  mutating func option(_ code: UInt16, _ value: [UInt8]) {
    append(code)
    append(UInt16(value.count))
    bytes += value
    pad()
  }

  mutating func pad() { while !bytes.count.isMultiple(of: 4) { bytes.append(0) } }
}

/// What stands before a message: which dissector it is for, and who sent it.
private enum UpperPDU {
  private static let dissectorName: UInt16 = 12, source: UInt16 = 20, target: UInt16 = 21
  private static let portKind: UInt16 = 24, sourcePort: UInt16 = 25, targetPort: UInt16 = 26
  private static let tcp: UInt32 = 2
  private static let register: [UInt8] = [10, 0, 0, 1], terminal: [UInt8] = [10, 0, 0, 2]

  typealias Ports = (register: UInt32, terminal: UInt32)

  static func head(isSent: Bool, ports: Ports?) -> [UInt8] {
    var head = tag(dissectorName, Array("zvt".utf8))
    head += tag(source, isSent ? register : terminal) + tag(target, isSent ? terminal : register)
    if let ports {
      head += tag(portKind, big(tcp))
      head += tag(sourcePort, big(isSent ? ports.register : ports.terminal))
      head += tag(targetPort, big(isSent ? ports.terminal : ports.register))
    }
    return head + tag(0, [])
  }

  /// High byte first; filled up to words.
  private static func tag(_ number: UInt16, _ value: [UInt8]) -> [UInt8] {
    let padding = [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
    return big(number) + big(UInt16(value.count + padding.count)) + value + padding
  }

  private static func big(_ value: some FixedWidthInteger) -> [UInt8] {
    stride(from: value.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}

extension Recording {
  /// When an entry passed, in microseconds since 1970: as exact as the trace, and never backwards although
  /// the machine's clock may have been set meanwhile.
  func microseconds(_ entry: TraceEntry) -> UInt64 {
    guard let first = entries.first else { return 0 }
    let start = first.wallMilliseconds * 1000 - Int64(first.time / .microseconds(1))
    return UInt64(max(0, start + Int64(entry.time / .microseconds(1))))
  }
}
