/// Which USB device stands behind a port, and which of its interfaces.
public struct USBIdentity: Hashable, Sendable {
  /// Assigned by the USB Implementers Forum.
  public var vendorID: UInt16
  /// Assigned by the vendor.
  public var productID: UInt16
  /// bInterfaceNumber; nil: the device as a whole.
  public var interface: UInt8?

  public init(vendorID: UInt16, productID: UInt16, interface: UInt8? = nil) {
    (self.vendorID, self.productID, self.interface) = (vendorID, productID, interface)
  }
}
