/// What a server says over USB/IP, as bytes.
enum USBIPReply {
  /// ECONNRESET: the request was open, and nobody will answer it.
  static let unlinked: Int32 = -104
  /// High speed, in Linux' numbers.
  static let speed: UInt32 = 3

  /// A device in a list, counted from 1.
  struct Entry: Sendable {
    let profile: USBProfile
    let number: Int
    var configuration: UInt8 = 1

    var busID: String { "1-\(number)" }
    var bus: UInt32 { 1 }
    /// Bus and device, as requests name it.
    var device: UInt32 { bus << 16 | UInt32(truncatingIfNeeded: number) }
  }

  /// OP_REP_DEVLIST
  static func list(_ entries: [Entry]) -> [UInt8] {
    operation(0x0005, status: 0) + big(UInt32(truncatingIfNeeded: entries.count))
      + entries.flatMap { facts($0) + $0.profile.interfaceClasses.flatMap { $0 + [0] } }
  }

  /// OP_REP_IMPORT
  static func taken(_ entry: Entry) -> [UInt8] { operation(0x0003, status: 0) + facts(entry) }

  /// OP_REP_IMPORT: there is no such device, or somebody has it.
  static func refused() -> [UInt8] { operation(0x0003, status: 1) }

  /// USBIP_RET_SUBMIT
  static func completed(_ completion: USBCompletion) -> [UInt8] {
    header(3, completion.sequence) + big(UInt32(bitPattern: completion.status))
      + big(UInt32(truncatingIfNeeded: completion.length)) + big(0) + big(completion.packets)
      + [UInt8](repeating: 0, count: 12) + completion.data
  }

  /// USBIP_RET_UNLINK
  static func unlinked(_ sequence: UInt32, wasOpen: Bool) -> [UInt8] {
    header(4, sequence) + big(UInt32(bitPattern: wasOpen ? unlinked : 0))
      + [UInt8](repeating: 0, count: 24)
  }

  private static func operation(_ code: UInt32, status: UInt32) -> [UInt8] {
    big(UInt32(USBIPDecoder.version) << 16 | code) + big(status)
  }

  private static func header(_ command: UInt32, _ sequence: UInt32) -> [UInt8] {
    big(command) + big(sequence) + [UInt8](repeating: 0, count: 12)
  }

  private static func facts(_ entry: Entry) -> [UInt8] {
    let profile = entry.profile
    let numbers = UInt32(profile.vendorID) << 16 | UInt32(profile.productID)
    return padded("/sys/devices/simulated/usb1/\(entry.busID)", 256) + padded(entry.busID, 32)
      + big(entry.bus) + big(UInt32(truncatingIfNeeded: entry.number)) + big(speed) + big(numbers)
      + big(UInt32(USBProfile.release)).suffix(2) + profile.deviceClass
      + [entry.configuration, 1, UInt8(truncatingIfNeeded: profile.interfaceCount)]
  }

  private static func padded(_ text: String, _ count: Int) -> [UInt8] {
    let bytes = Array(text.utf8.prefix(count - 1))
    return bytes + [UInt8](repeating: 0, count: count - bytes.count)
  }

  private static func big(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
  }
}
