#if USB
  import CLibUSB

  /// An opened device. Everything here blocks: call it on a thread that may.
  final class USBHandle: Sendable {
    private let address: UInt

    var pointer: OpaquePointer? { OpaquePointer(bitPattern: address) }

    /// How long a device may take to answer a request, in milliseconds.
    static let patience: UInt32 = 1000

    init(_ device: USBDevice) throws(TransportError) {
      var handle: OpaquePointer?
      let code = libusb_open(device.pointer, &handle)
      guard code == 0, let handle else { throw Self.refusal(code, device) }
      address = UInt(bitPattern: handle)
    }

    func close() { libusb_close(pointer) }

    /// Nothing if it has none or does not tell. Control characters are not passed on.
    func string(_ index: UInt8) -> String? {
      guard index != 0 else { return nil }
      var bytes = [UInt8](repeating: 0, count: 256)
      let count = libusb_get_string_descriptor_ascii(pointer, index, &bytes, Int32(bytes.count))
      guard count > 0 else { return nil }
      let text = String(
        decoding: bytes.prefix(Int(count)).filter { (0x20...0x7E).contains($0) }, as: UTF8.self)
      return text.isEmpty ? nil : text
    }

    /// Takes the interfaces from whoever has them: the system's driver gives its up. 0, or why not; then none
    /// is taken.
    func claim(_ interfaces: [UInt8]) -> Int32 {
      // Not there on every system, and then there is no driver to detach.
      _ = libusb_set_auto_detach_kernel_driver(pointer, 1)
      for (index, interface) in interfaces.enumerated() {
        let code = libusb_claim_interface(pointer, Int32(interface))
        guard code == 0 else {
          release(Array(interfaces.prefix(index)))
          return code
        }
      }
      return 0
    }

    /// Gives all of them back, data before control: the system's driver comes back only to a device of which
    /// nothing is held, when the interface goes that it binds to.
    func release(_ interfaces: [UInt8]) {
      for interface in interfaces.reversed() { _ = libusb_release_interface(pointer, Int32(interface)) }
    }

    /// A request of the communication class, from host to interface.
    func request(
      _ number: UInt8, _ value: UInt16, interface: UInt8, _ bytes: [UInt8] = [], patience: UInt32 = patience
    ) -> Int32 {
      var bytes = bytes
      return libusb_control_transfer(
        pointer, 0x21, number, value, UInt16(interface), &bytes, UInt16(bytes.count), patience)
    }

    /// Why a device may not be had. Call it once no descriptor of it is open here.
    static func refusal(_ code: Int32, _ device: USBDevice) -> TransportError {
      switch libusb_error(rawValue: code) {
      case LIBUSB_ERROR_ACCESS:
        .noPermission("\(device.node) of \(device.name), without the udev rules of 'make install',")
      case LIBUSB_ERROR_BUSY: .inUse("\(device.name), \(PortHolder.describe(device.node))")
      default: USBFault.transport(code, device.name, doing: "opening")
      }
    }
  }
#endif
