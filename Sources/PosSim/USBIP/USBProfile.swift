public import PosTransport

/// What a simulated terminal is on USB: whose, with which name, and with which ports.
public struct USBProfile: Hashable, Sendable {
  /// The word by which it is chosen.
  public var name: String
  /// Assigned by the USB Implementers Forum.
  public var vendorID: UInt16
  public var productID: UInt16
  public var manufacturer: String
  public var product: String
  /// Nil: the device has no serial number, as cheap ones.
  public var serialNumber: String? = "SIM0001"
  public var kind: Kind
  /// False: neither the union descriptor nor the one for call management says which interface carries the
  /// data, as was reported of Ingenico 079b:0028 (raspberrypi/linux#1603). Linux' cdc_acm then refuses it.
  public var hasUnion = true

  /// How its ports look to the host.
  public enum Kind: Hashable, Sendable {
    /// The class "abstract control model": Linux makes a /dev/ttyACM of each port. `terminal`: the port,
    /// counted from 0, at which the terminal answers; the others are silent.
    case communication(ports: Int, terminal: Int)
    /// Two bulk endpoints of no class: no system driver takes it.
    case vendor
  }

  public init(
    name: String, vendorID: UInt16, productID: UInt16, manufacturer: String, product: String,
    kind: Kind = .communication(ports: 1, terminal: 0)
  ) {
    (self.name, self.vendorID, self.productID) = (name, vendorID, productID)
    (self.manufacturer, self.product, self.kind) = (manufacturer, product, kind)
  }

  /// The profiles there are. Numbers and classes as drivers and integrators have seen them: 079b:0028
  /// (torvalds/linux#315), 11ca:0220 (usb.ids), 2fb8:2116 (integrators' code; unconfirmed). 1209:0001
  /// is nobody's: pid.codes keeps it for tests.
  public static let all = [
    USBProfile(
      name: "ingenico", vendorID: 0x079B, productID: 0x0028, manufacturer: "INGENICO",
      product: "Simulated Telium terminal"),
    USBProfile(
      name: "verifone", vendorID: 0x11CA, productID: 0x0220, manufacturer: "Verifone",
      product: "Simulated Vx terminal"),
    USBProfile(
      name: "pax", vendorID: 0x2FB8, productID: 0x2116, manufacturer: "PAX",
      product: "Simulated Android terminal", kind: .communication(ports: 2, terminal: 1)),
    USBProfile(
      name: "vendor", vendorID: 0x1209, productID: 0x0001, manufacturer: "Test",
      product: "Simulated vendor-class terminal", kind: .vendor),
  ]

  /// By which a register finds it, if no system driver makes a serial port of it.
  public var address: LineAddress {
    .usb(USBAddress(vendorID: vendorID, productID: productID, serialNumber: serialNumber))
  }

  /// The profile of that name.
  public static func named(_ name: String) -> USBProfile? { all.first { $0.name == name } }
}

extension USBProfile {
  var portCount: Int {
    switch kind {
    case .communication(let ports, _): max(1, min(ports, Self.mostPorts))
    case .vendor: 1
    }
  }

  /// The port at which the terminal is.
  var terminalPort: Int {
    switch kind {
    case .communication(_, let terminal): max(0, min(terminal, portCount - 1))
    case .vendor: 0
    }
  }

  var isVendor: Bool { kind == .vendor }

  /// Two endpoint numbers a port, of fifteen.
  private static let mostPorts = 7

  // Where things are: a port has two interfaces and two endpoint numbers. A vendor's has one interface.
  func controlInterface(_ port: Int) -> UInt8 { UInt8(truncatingIfNeeded: 2 * port) }
  func dataInterface(_ port: Int) -> UInt8 {
    isVendor ? 0 : UInt8(truncatingIfNeeded: 2 * port + 1)
  }
  func interruptEndpoint(_ port: Int) -> UInt8 { UInt8(truncatingIfNeeded: 2 * port + 1) }
  /// The same number for both directions.
  func bulkEndpoint(_ port: Int) -> UInt8 { UInt8(truncatingIfNeeded: 2 * port + 2) }
  var interfaceCount: Int { isVendor ? 1 : 2 * portCount }
}
