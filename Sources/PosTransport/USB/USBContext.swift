#if USB
  import CLibUSB
  import Synchronization

  #if canImport(Glibc)
    import Glibc
  #else
    import Darwin
  #endif

  /// A context of libusb, with a thread of its own that handles its events where there will be any.
  ///
  /// Everything here blocks, if only for a moment: call it on a thread that may.
  final class USBContext: Sendable {
    private let address: UInt
    private let isStopping: Stop
    private let thread: SystemThread?

    private final class Stop: Sendable { let flag = Atomic(false) }

    var pointer: OpaquePointer? { OpaquePointer(bitPattern: address) }

    /// - Parameter handlesEvents: whether transfers and hot-plug will be told of.
    init(handlesEvents: Bool) throws(TransportError) {
      var context: OpaquePointer?
      let code = libusb_init(&context)
      guard code == 0, let context else { throw USBFault.transport(code, "USB", doing: "starting") }
      let (address, stop) = (UInt(bitPattern: context), Stop())
      (self.address, isStopping) = (address, stop)
      guard handlesEvents else {
        thread = nil
        return
      }
      thread = SystemThread { Self.handleEvents(of: address, until: stop) }
      guard thread != nil else {
        libusb_exit(context)
        throw .system(code: EAGAIN, doing: "starting a thread for USB")
      }
    }

    /// Ends the thread and the context. No transfer and no handle may be left. To be called once.
    func end() {
      if let thread {
        isStopping.flag.store(true, ordering: .releasing)
        libusb_interrupt_event_handler(pointer)
        thread.join()
      }
      libusb_exit(pointer)
    }

    private static func handleEvents(of address: UInt, until stop: Stop) {
      let context = OpaquePointer(bitPattern: address)
      while !stop.flag.load(ordering: .acquiring) {
        var longest = timeval(tv_sec: 60, tv_usec: 0)
        // An error that stays must not become a thread that spins.
        if libusb_handle_events_timeout_completed(context, &longest, nil) != 0 { usleep(1000) }
      }
    }
  }
#endif
