/// A reader on USB, as `USBBus` finds it.
public struct USBReader: Hashable, Sendable {
  /// Opens this one and no other, if it has a serial number; else the first of its kind.
  public var address: USBAddress
  /// What it says of itself; nil if it says nothing, or may not be asked.
  public var make: String?
  public var product: String?
  /// What the table says of it; nil: it is here for its class.
  public var row: USBDeviceRow?
  /// Bus and plugs on the way to it, as in `1-2.4`.
  public var port: String
  /// What libusb opens, as in `/dev/bus/usb/001/004`; another one after each plugging in.
  public var node: String
  /// Why it makes no line, in a few English words; nil: nothing speaks against it.
  public var hindrance: String?
  /// Whether this user may open it.
  public var isPermitted: Bool

  init(
    address: USBAddress, make: String?, product: String?, row: USBDeviceRow?, port: String, node: String,
    hindrance: String?, isPermitted: Bool
  ) {
    (self.address, self.make, self.product, self.row) = (address, make, product, row)
    (self.port, self.node, self.hindrance, self.isPermitted) = (port, node, hindrance, isPermitted)
  }
}
