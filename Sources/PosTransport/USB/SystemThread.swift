#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A thread of the system that runs one body, for work that waits in somebody else's library.
///
/// Unchecked: the handle is written once, before anybody else has the object.
final class SystemThread: @unchecked Sendable {
  private let body: @Sendable () -> Void
  #if canImport(Glibc)
    private var handle = pthread_t()
  #else
    private var handle: pthread_t?
  #endif

  /// nil if the system has no thread left.
  init?(_ body: @escaping @Sendable () -> Void) {
    self.body = body
    let context = Unmanaged.passRetained(self).toOpaque()
    guard pthread_create(&handle, nil, runSystemThread, context) == 0 else {
      Unmanaged<SystemThread>.fromOpaque(context).release()
      return nil
    }
  }

  /// Waits for its end. To be called once.
  func join() {
    #if canImport(Glibc)
      pthread_join(handle, nil)
    #else
      if let handle { pthread_join(handle, nil) }
    #endif
  }

  fileprivate func run() { body() }
}

#if canImport(Glibc)
  private func runSystemThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<SystemThread>.fromOpaque(context).takeRetainedValue().run()
    return nil
  }
#else
  private func runSystemThread(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<SystemThread>.fromOpaque(context).takeRetainedValue().run()
    return nil
  }
#endif
