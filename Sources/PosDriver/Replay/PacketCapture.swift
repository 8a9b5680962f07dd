/// Connections of a trace as a capture file that Wireshark opens (pcapng), with its ZVT dissector.
///
/// What went over TCP stands in it as TCP between two made-up machines, 10.0.0.1 (the register) and
/// 10.0.0.2 (the terminal, at port 20007), with handshakes and ends; what went over a serial line as packets
/// that name their dissector themselves (link type 252, upper PDU), so that nothing has to be set up. ACKs of
/// a serial line stand in it too; noise does not.
///
/// - Source: draft-ietf-opsawg-pcapng; Wireshark's epan/exported_pdu.h.
public struct PacketCapture: Sendable {
  /// The file's bytes so far.
  public private(set) var bytes: [UInt8] = []
  private var interfaces: [Bool: UInt32] = [:]
  private var connections = 0

  /// A port that Wireshark takes for ZVT.
  public static let port: UInt16 = 20007

  private static let ethernet: UInt16 = 1, upperPDU: UInt16 = 252

  public init() { addSectionHeader() }

  /// Adds one connection.
  public mutating func add(_ recording: Recording) {
    connections += 1
    let interface = interface(isTCP: recording.isTCP)
    if recording.isTCP {
      var flow = CapturedFlow(registerPort: UInt16(49_151 + (connections - 1) % 16_384 + 1))
      for packet in flow.packets(of: recording) { add(packet, interface) }
    } else {
      for packet in SerialPackets.packets(of: recording) { add(packet, interface) }
    }
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
      block.append(isTCP ? Self.ethernet : Self.upperPDU)
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

extension Recording {
  /// When an entry passed, in microseconds since 1970: as exact as the trace, and never backwards although
  /// the machine's clock may have been set meanwhile.
  func microseconds(_ entry: TraceEntry) -> UInt64 {
    guard let first = entries.first else { return 0 }
    let start = first.wallMilliseconds * 1000 - Int64(first.time / .microseconds(1))
    return UInt64(max(0, start + Int64(entry.time / .microseconds(1))))
  }
}
