import CPosShim

#if USB
  import CLibUSB
#endif

/// What this module was built with and runs on, for reports.
public enum TransportVersions {
  /// The C compiler of the toolchain, as it calls itself. Swift's own tells programs no more than its minor
  /// version; both come in one toolchain, and the commit in this text says which.
  public static var compiler: String { String(cString: pos_compiler()) }

  /// Of the libusb that is loaded; nil in a build without the package trait `USB`.
  public static var libusb: String? {
    #if USB
      guard let version = libusb_get_version()?.pointee else { return nil }
      return "\(version.major).\(version.minor).\(version.micro).\(version.nano)"
    #else
      return nil
    #endif
  }
}
