#if USB
  internal import Dispatch
  internal import NIOPosix
#endif

/// Lines that give their device back after they were closed, on a thread of their own.
public enum LineClosing {
  #if USB
    /// Entered by each USB device that is opened, left when it is given back.
    static let devices = DispatchGroup()
  #endif

  /// Waits until every USB device that was closed is back with the system's driver, at most three seconds. A
  /// program that ends earlier leaves the device without its driver, and so without its port. Without the
  /// trait `USB` there is nothing to wait for.
  public static func finish() async {
    #if USB
      await withCheckedContinuation { continuation in
        NIOThreadPool.singleton.submit { _ in
          _ = devices.wait(timeout: .now() + 3)
          continuation.resume()
        }
      }
    #endif
  }
}
