/// What is known of a USB device by its numbers.
enum KnownDevice {
  static func name(vendorID: UInt16, productID: UInt16) -> String? { nil }

  /// Whether readers come from this vendor.
  static func isVendor(_ vendorID: UInt16) -> Bool { false }
}
