/// An interface of a device in its first setting, as its descriptors have it.
struct USBInterface: Hashable, Sendable {
  var number: UInt8
  var classCode: UInt8
  var subclass: UInt8
  var protocolCode: UInt8
  var endpoints: [Endpoint] = []
  /// The class's own descriptors, which stand behind the interface or its endpoints.
  var extra: [UInt8] = []

  struct Endpoint: Hashable, Sendable {
    /// With the direction in the highest bit: set for what the device sends.
    var address: UInt8
    /// The kind of transfer in the two lowest bits.
    var attributes: UInt8
    /// Bytes a packet, 1 to 1024; 0 in a broken descriptor.
    var packet: Int

    /// Packets of nothing carry nothing.
    var isBulk: Bool { attributes & 3 == 2 && packet > 0 }
    var isIn: Bool { address & 0x80 != 0 }
  }

  var bulkIn: Endpoint? { endpoints.first { $0.isBulk && $0.isIn } }
  var bulkOut: Endpoint? { endpoints.first { $0.isBulk && !$0.isIn } }
  var hasBulkPair: Bool { bulkIn != nil && bulkOut != nil }

  /// Communication class, abstract control model. Protocol FF is somebody's network.
  var isModem: Bool { classCode == 0x02 && subclass == 0x02 && protocolCode != 0xFF }
  var isData: Bool { classCode == 0x0A }
  var isHID: Bool { classCode == 0x03 }
  /// RNDIS in its three spellings, and the communication class's own networks.
  var isNetwork: Bool {
    switch (classCode, subclass, protocolCode) {
    case (0x02, 0x02, 0xFF), (0xE0, 0x01, 0x03), (0xEF, 0x04, 0x01), (0x02, 0x06, _), (0x02, 0x0D, _): true
    default: false
    }
  }

  /// The interface that the union descriptor (CDC 1.2 §5.2.3.2) says carries the data.
  ///
  /// A descriptor of no length, or one that is longer than what is there, ends the search.
  var unionPartner: UInt8? {
    var rest = extra[...]
    while let length = rest.first, length >= 2, Int(length) <= rest.count {
      let descriptor = Array(rest.prefix(Int(length)))
      if length >= 5, descriptor[1] == 0x24, descriptor[2] == 0x06 { return descriptor[4] }
      rest = rest.dropFirst(Int(length))
    }
    return nil
  }
}
