/// Which reader on USB, and on which of its interfaces.
///
/// All of it nil: the only device there that the device table knows, or that is of the CDC-ACM class.
public struct USBAddress: Hashable, Sendable {
  /// 0...0xFFFF, assigned by the USB Implementers Forum; nil only together with `productID`.
  public var vendorID: UInt16?
  public var productID: UInt16?
  /// As the device's string descriptor has it; nil: any.
  public var serialNumber: String?
  /// bInterfaceNumber of the data's (or, for CDC-ACM, the control) interface; nil: the first that fits.
  public var interface: UInt8?
  /// Told to the device by SET_LINE_CODING. Only baud, stop bits and parity are used.
  public var settings: SerialSettings

  public init(
    vendorID: UInt16? = nil, productID: UInt16? = nil, serialNumber: String? = nil, interface: UInt8? = nil,
    settings: SerialSettings = SerialSettings()
  ) {
    (self.vendorID, self.productID, self.serialNumber) = (vendorID, productID, serialNumber)
    (self.interface, self.settings) = (interface, settings)
  }
}
