/// One request of a host to a device: what Linux calls an URB.
struct USBTransfer: Hashable, Sendable {
  /// The host's number for it.
  var sequence: UInt32
  /// 0...15, without direction.
  var endpoint: UInt8
  /// From the device to the host.
  var isIn: Bool
  /// How much the host has room for, or has sent.
  var length: Int
  /// Eight bytes; of meaning for endpoint 0.
  var setup: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0]
  var data: [UInt8] = []
  /// What the host wrote where isochronous transfers have their number of packets; given back.
  var packets: UInt32 = 0
}

/// How a request ended.
struct USBCompletion: Hashable, Sendable {
  var sequence: UInt32
  var packets: UInt32
  /// 0, or an error number of Linux, negative.
  var status: Int32 = 0
  /// What went over the bus.
  var length: Int
  /// For requests towards the host.
  var data: [UInt8] = []

  /// EPIPE: the endpoint stalled.
  static let stalled: Int32 = -32

  /// The device took the bytes.
  static func took(_ transfer: USBTransfer, _ count: Int? = nil) -> USBCompletion {
    USBCompletion(
      sequence: transfer.sequence, packets: transfer.packets, length: count ?? transfer.data.count)
  }

  /// The device gave bytes; no more of them than there is room for.
  static func gave(_ transfer: USBTransfer, _ bytes: [UInt8]) -> USBCompletion {
    let bytes = Array(bytes.prefix(transfer.length))
    return USBCompletion(
      sequence: transfer.sequence, packets: transfer.packets, length: bytes.count, data: bytes)
  }

  static func stall(_ transfer: USBTransfer, _ count: Int = 0) -> USBCompletion {
    USBCompletion(
      sequence: transfer.sequence, packets: transfer.packets, status: stalled, length: count)
  }
}
