#if USB
  import CLibUSB

  /// A device on the bus, as its descriptors have it. Lives no longer than the list it was found in.
  struct USBDevice {
    let pointer: OpaquePointer
    let vendorID: UInt16
    let productID: UInt16
    let makeIndex: UInt8
    let productIndex: UInt8
    let serialIndex: UInt8
    let bus: UInt8
    let number: UInt8
    let ports: [UInt8]
    let configuration: UInt8
    let interfaces: [USBInterface]
    let row: USBDeviceRow?

    /// Calls `body` with all devices that are there now.
    static func withAll<Value>(
      in context: USBContext, known table: USBDeviceTable,
      _ body: ([USBDevice]) throws(TransportError) -> Value
    ) throws(TransportError) -> Value {
      var list: UnsafeMutablePointer<OpaquePointer?>?
      let count = libusb_get_device_list(context.pointer, &list)
      guard count >= 0, let list else { throw USBFault.transport(Int32(count), "USB", doing: "listing") }
      defer { libusb_free_device_list(list, 1) }
      return try body((0..<count).compactMap { list[$0].flatMap { USBDevice($0, table) } })
    }

    /// nil if it does not tell who it is.
    private init?(_ pointer: OpaquePointer, _ table: USBDeviceTable) {
      var descriptor = libusb_device_descriptor()
      guard libusb_get_device_descriptor(pointer, &descriptor) == 0 else { return nil }
      // 9: libusb's class of hubs.
      guard descriptor.bDeviceClass != 9 else { return nil }
      self.pointer = pointer
      (vendorID, productID) = (descriptor.idVendor, descriptor.idProduct)
      (makeIndex, productIndex) = (descriptor.iManufacturer, descriptor.iProduct)
      serialIndex = descriptor.iSerialNumber
      (bus, number) = (libusb_get_bus_number(pointer), libusb_get_device_address(pointer))
      // USB has seven tiers at most.
      var ports = [UInt8](repeating: 0, count: 8)
      let depth = libusb_get_port_numbers(pointer, &ports, Int32(ports.count))
      self.ports = Array(ports.prefix(Int(max(0, depth))))
      (configuration, interfaces) = Self.interfaces(of: pointer)
      row = table.lookup(vendorID: vendorID, productID: productID)
    }

    /// What Linux calls it, as in `1-2.4`.
    var port: String { "\(bus)-" + (ports.isEmpty ? ["0"] : ports.map { "\($0)" }).joined(separator: ".") }

    /// Where Linux shows it.
    var folder: String { "/sys/bus/usb/devices/\(port)" }

    /// As the system remembers it, or else asked of the device, which must be opened for that.
    func serialNumber() throws(TransportError) -> String? {
      if let known = FileTree().text("\(folder)/serial") { return known }
      guard serialIndex != 0 else { return nil }
      let handle = try USBHandle(self)
      defer { handle.close() }
      return handle.string(serialIndex)
    }

    var node: String {
      func three(_ number: UInt8) -> String {
        String(repeating: "0", count: 3 - "\(number)".count) + "\(number)"
      }
      return "/dev/bus/usb/\(three(bus))/\(three(number))"
    }

    /// For people.
    var name: String {
      "\(LineAddress.usb(USBAddress(vendorID: vendorID, productID: productID)))"
        + (row.map { " (\($0.name))" } ?? "")
    }

    func plan(_ wanted: UInt8? = nil) throws(USBPlan.Hindrance) -> USBPlan {
      try USBPlan(interfaces, row: row, wanted: wanted)
    }

    private static func interfaces(of device: OpaquePointer) -> (UInt8, [USBInterface]) {
      var pointer: UnsafeMutablePointer<libusb_config_descriptor>?
      guard libusb_get_active_config_descriptor(device, &pointer) == 0, let pointer else { return (0, []) }
      defer { libusb_free_config_descriptor(pointer) }
      let configuration = pointer.pointee
      let all = UnsafeBufferPointer(
        start: configuration.interface, count: Int(configuration.bNumInterfaces))
      let interfaces = all.compactMap { interface -> USBInterface? in
        guard interface.num_altsetting > 0, let first = interface.altsetting else { return nil }
        return USBInterface(first.pointee)
      }
      return (configuration.bConfigurationValue, interfaces)
    }
  }

  extension USBInterface {
    fileprivate init(_ descriptor: libusb_interface_descriptor) {
      self.init(
        number: descriptor.bInterfaceNumber, classCode: descriptor.bInterfaceClass,
        subclass: descriptor.bInterfaceSubClass, protocolCode: descriptor.bInterfaceProtocol)
      extra = Self.bytes(descriptor.extra, descriptor.extra_length)
      let all = UnsafeBufferPointer(start: descriptor.endpoint, count: Int(descriptor.bNumEndpoints))
      for endpoint in all {
        endpoints.append(
          Endpoint(
            address: endpoint.bEndpointAddress, attributes: endpoint.bmAttributes,
            packet: Int(endpoint.wMaxPacketSize & 0x7FF)))
        extra += Self.bytes(endpoint.extra, endpoint.extra_length)
      }
    }

    private static func bytes(_ start: UnsafePointer<UInt8>?, _ count: Int32) -> [UInt8] {
      Array(UnsafeBufferPointer(start: start, count: start == nil ? 0 : max(0, Int(count))))
    }
  }
#endif
