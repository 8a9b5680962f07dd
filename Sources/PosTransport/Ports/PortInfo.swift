/// A port that is there, whether or not it can be used.
public struct PortInfo: Hashable, Sendable {
  /// What to give as an address. For a reader without a serial port, a `usb:` address.
  public var address: LineAddress
  public var kind: PortKind
  /// An address that stays the same when the kernel gives the port another name: by the device's serial
  /// number; nil if it has none, or shares it with another device.
  public var stableAddress: LineAddress?
  /// The manufacturer and the product, as the device calls itself.
  public var make: String?
  public var product: String?
  /// The device's serial number: what `id=` in an address takes.
  public var serialNumber: String?
  /// The kernel's driver.
  public var driver: String?
  public var usb: USBIdentity?
  /// What the device table calls it.
  public var knownAs: String?
  public var access: PortAccess
  /// Who has it open, as `1234 (pos)`.
  public var holder: String?
  /// Whether its address leads to a line of bytes. Not so for a reader on USB in a mode that carries none, or
  /// of which only its vendor knows what it carries.
  public var isLine = true

  public init(
    address: LineAddress, kind: PortKind, make: String? = nil, product: String? = nil,
    serialNumber: String? = nil, driver: String? = nil, usb: USBIdentity? = nil, knownAs: String? = nil,
    access: PortAccess = .ok, holder: String? = nil
  ) {
    (self.address, self.kind) = (address, kind)
    (self.make, self.product, self.serialNumber) = (make, product, serialNumber)
    (self.driver, self.usb, self.knownAs) = (driver, usb, knownAs)
    (self.access, self.holder) = (access, holder)
  }
}
