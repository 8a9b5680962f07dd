/// What a host says over USB/IP.
enum USBIPMessage: Hashable, Sendable {
  /// OP_REQ_DEVLIST
  case list
  /// OP_REQ_IMPORT
  case take(busID: [UInt8])
  /// USBIP_CMD_SUBMIT
  case submit(USBTransfer)
  /// USBIP_CMD_UNLINK
  case unlink(sequence: UInt32, of: UInt32)
}

/// Bytes of a host in, messages out, as the Linux kernel's Documentation/usb/usbip_protocol.rst has them.
/// It keeps one unfinished message at most.
struct USBIPDecoder: Sendable {
  /// The number of the device that was imported: what follows are its requests. Nil: none was yet.
  var device: UInt32?
  private var bytes: [UInt8] = []
  private var start = 0
  /// How many bytes came before `bytes`.
  private var origin = 0

  static let version: UInt16 = 0x0111
  /// Versions that say the same: 1.0.6, of the first hosts that Linux had, and later ones.
  private static let versions: ClosedRange<UInt16> = 0x0106...0x0111
  /// The largest transfer that is taken. usbfs splits larger ones; cdc_acm asks for some kilobytes.
  static let longestTransfer: UInt32 = 1 << 20

  /// - Parameter device: not nil: the host has it already.
  init(device: UInt32? = nil) { self.device = device }

  /// Takes what came; then `next` until it is nil.
  mutating func receive(_ more: [UInt8]) {
    bytes.removeFirst(start)
    (origin, start) = (origin + start, 0)
    bytes += more
  }

  /// The next whole message; nil: it has not come yet.
  mutating func next() throws(USBIPError) -> USBIPMessage? {
    device == nil ? try operation() : try command()
  }

  /// Where the message that is read next begins.
  var offset: Int { origin + start }

  private mutating func operation() throws(USBIPError) -> USBIPMessage? {
    guard has(8) else { return nil }
    let (version, code) = (UInt16(truncatingIfNeeded: word(0) >> 16), UInt16(truncatingIfNeeded: word(0)))
    guard Self.versions.contains(version) else { throw .badVersion(version, offset: offset) }
    switch code {
    case 0x8005:
      start += 8
      return .list
    case 0x8003:
      guard has(40) else { return nil }
      let name = bytes[(start + 8)..<(start + 40)].prefix { $0 != 0 }
      start += 40
      return .take(busID: Array(name))
    default: throw .unknownOperation(code, offset: offset + 2)
    }
  }

  private mutating func command() throws(USBIPError) -> USBIPMessage? {
    guard has(48) else { return nil }
    guard word(8) == device else { throw .wrongDevice(word(8), offset: offset + 8) }
    switch word(0) {
    case 1: return try submit()
    case 2:
      let message = USBIPMessage.unlink(sequence: word(4), of: word(0x14))
      start += 48
      return message
    default: throw .unknownCommand(word(0), offset: offset)
    }
  }

  private mutating func submit() throws(USBIPError) -> USBIPMessage? {
    let (direction, endpoint, length, packets) = (word(0x0C), word(0x10), word(0x18), word(0x20))
    guard direction <= 1 else { throw .badDirection(direction, offset: offset + 0x0C) }
    guard endpoint < 16 else { throw .badEndpoint(endpoint, offset: offset + 0x10) }
    guard length <= Self.longestTransfer else { throw .tooLong(length, offset: offset + 0x18) }
    // Linux writes 0 there in many versions; the specification wants all ones.
    guard packets == 0 || packets == .max else { throw .isochronous(offset: offset + 0x20) }
    let count = direction == 0 ? Int(length) : 0
    guard has(48 + count) else { return nil }
    let transfer = USBTransfer(
      sequence: word(4), endpoint: UInt8(truncatingIfNeeded: endpoint), isIn: direction == 1,
      length: Int(length), setup: Array(bytes[(start + 40)..<(start + 48)]),
      data: Array(bytes[(start + 48)..<(start + 48 + count)]), packets: packets)
    start += 48 + count
    return .submit(transfer)
  }

  private func has(_ count: Int) -> Bool { bytes.count - start >= count }

  /// Four bytes of the message at hand, the most significant first; they are there.
  private func word(_ at: Int) -> UInt32 {
    bytes[(start + at)..<(start + at + 4)].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
