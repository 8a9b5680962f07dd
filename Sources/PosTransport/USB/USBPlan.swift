/// Which interfaces and endpoints of a device make a line.
struct USBPlan: Hashable, Sendable {
  /// Takes line coding and DTR; nil where the device knows neither.
  var control: UInt8?
  var data: UInt8
  /// Endpoint addresses, and the bytes of their packets.
  var bulkIn: UInt8
  var bulkOut: UInt8
  var packetIn: Int
  var packetOut: Int

  /// Why a device that is there makes no line.
  enum Hindrance: Error, Hashable, Sendable {
    /// No interface of a kind that carries bytes; or not the one that was asked for.
    case noLine
    case noSuchInterface(UInt8)
    case hid
    case network
    /// The system has a driver of its own for it.
    case adapter(driver: String)
    case vendor
  }

  /// Control before data: so they are claimed, and given back the other way round.
  var interfaces: [UInt8] {
    [control, data].compactMap(\.self).reduce(into: []) { list, number in
      if !list.contains(number) { list.append(number) }
    }
  }

  /// - Parameters:
  ///   - row: what the table says of the device; nil: nothing.
  ///   - wanted: the interface an address asks for, data or control.
  init(
    _ interfaces: [USBInterface], row: USBDeviceRow?, wanted: UInt8? = nil
  ) throws(Hindrance) {
    switch row?.kind {
    case .hid: throw .hid
    case .network: throw .network
    case .vendor: throw .vendor
    case .adapter: throw .adapter(driver: row?.driver ?? "its own")
    case .cdc, .bulk, .unknown, nil: break
    }
    if let number = wanted ?? row?.interface {
      guard let interface = interfaces.first(where: { $0.number == number }) else {
        throw .noSuchInterface(number)
      }
      self = try Self(interface, among: interfaces, row)
    } else if row?.kind == .bulk {
      guard let data = interfaces.first(where: { $0.classCode == 0xFF && $0.hasBulkPair }) else {
        throw Self.hindrance(interfaces)
      }
      self = try Self(control: nil, data: data)
    } else {
      let plans = interfaces.filter(\.isModem).compactMap { control in
        try? Self(control, among: interfaces, row)
      }
      guard let first = plans.first else { throw Self.hindrance(interfaces) }
      self = first
    }
  }

  private init(
    _ chosen: USBInterface, among all: [USBInterface], _ row: USBDeviceRow?
  ) throws(Hindrance) {
    if chosen.isModem {
      self = try Self(control: chosen.number, data: Self.data(of: chosen, among: all, row))
    } else if chosen.isHID {
      throw .hid
    } else if chosen.isNetwork {
      throw .network
    } else if chosen.classCode == 0xFF, row?.kind != .bulk {
      // What a vendor's interface carries, only the table can say.
      throw .vendor
    } else {
      let control = all.last { $0.isModem && Self.data(of: $0, among: all, row)?.number == chosen.number }
      self = try Self(control: control?.number, data: chosen)
    }
  }

  private init(control: UInt8?, data: USBInterface?) throws(Hindrance) {
    guard let data, let bulkIn = data.bulkIn, let bulkOut = data.bulkOut else { throw .noLine }
    (self.control, self.data) = (control, data.number)
    (self.bulkIn, packetIn) = (bulkIn.address, bulkIn.packet)
    (self.bulkOut, packetOut) = (bulkOut.address, bulkOut.packet)
  }

  /// By the union descriptor; or the next interface of the data class, the next one that could be it, or the
  /// control interface itself.
  private static func data(
    of control: USBInterface, among all: [USBInterface], _ row: USBDeviceRow?
  ) -> USBInterface? {
    if row?.quirk != .noUnion, let partner = control.unionPartner,
      let data = all.first(where: { $0.number == partner && $0.hasBulkPair })
    {
      return data
    }
    let behind = all.filter { $0.number > control.number && $0.hasBulkPair }
    if let data = behind.first(where: \.isData) { return data }
    let isNext = { (other: USBInterface) in Int(other.number) == Int(control.number) + 1 }
    return behind.first(where: isNext) ?? (control.hasBulkPair ? control : nil)
  }

  private static func hindrance(_ interfaces: [USBInterface]) -> Hindrance {
    if interfaces.contains(where: \.isNetwork) { return .network }
    if interfaces.contains(where: \.isHID) { return .hid }
    return .noLine
  }
}

extension USBPlan.Hindrance {
  /// For people, behind the device's name.
  var text: String {
    switch self {
    case .noLine: "no interface that carries a line of bytes"
    case .noSuchInterface(let number): "no interface \(number)"
    case .hid: "in HID mode, which carries no line; in its menu, choose serial, CDC or COM"
    case .network: "in network mode (RNDIS): use tcp:HOST:PORT, or choose serial in its menu"
    case .adapter(let driver): "the system's driver \(driver) makes it a serial port, to be used as serial:"
    case .vendor: "speaks a protocol of its vendor's, for which a driver of the vendor is needed"
    }
  }
}
