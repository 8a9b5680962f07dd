/// What is known of a USB device by its numbers.
enum KnownDevice {
  static func name(vendorID: UInt16, productID: UInt16) -> String? {
    row(vendorID: vendorID, productID: productID)?.name
  }

  static func row(vendorID: UInt16, productID: UInt16) -> USBDeviceRow? {
    table.lookup(vendorID: vendorID, productID: productID)
  }

  /// Whether readers come from this vendor.
  static func isVendor(_ vendorID: UInt16) -> Bool {
    table.rows.contains { $0.vendorID == vendorID && $0.kind != .adapter }
  }

  /// Without a user's file that cannot be read; opening a reader says what is wrong with it.
  private static var table: USBDeviceTable { (try? .current()) ?? .builtIn }
}
