#if USB
  import CLibUSB

  #if canImport(Glibc)
    import Glibc
  #else
    import Darwin
  #endif

  /// libusb's error numbers, in words of a line.
  enum USBFault {
    static func text(_ code: Int32) -> String { String(cString: libusb_strerror(code)) }

    /// - Parameter subject: the device, as an address or as people know it.
    static func transport(_ code: Int32, _ subject: String, doing action: String) -> TransportError {
      switch libusb_error(rawValue: code) {
      case LIBUSB_ERROR_NO_DEVICE, LIBUSB_ERROR_NOT_FOUND, LIBUSB_ERROR_IO:
        .notFound("\(subject): \(text(code))")
      case LIBUSB_ERROR_ACCESS: .noPermission(subject)
      case LIBUSB_ERROR_BUSY: .inUse(subject)
      case LIBUSB_ERROR_TIMEOUT: .timedOut(subject)
      case LIBUSB_ERROR_NOT_SUPPORTED: .unsupported("\(subject): \(text(code))")
      default: .system(code: errno(code), doing: "\(action) \(subject): \(text(code))")
      }
    }

    /// The system's number for one of libusb's.
    private static func errno(_ code: Int32) -> Int32 {
      switch libusb_error(rawValue: code) {
      case LIBUSB_ERROR_NO_MEM: ENOMEM
      case LIBUSB_ERROR_PIPE: EPIPE
      case LIBUSB_ERROR_INVALID_PARAM: EINVAL
      case LIBUSB_ERROR_OVERFLOW: EOVERFLOW
      case LIBUSB_ERROR_INTERRUPTED: EINTR
      default: EIO
      }
    }
  }
#endif
