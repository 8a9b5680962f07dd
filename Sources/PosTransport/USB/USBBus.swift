#if USB
  import CLibUSB
  import Dispatch
  import NIOPosix
  import Synchronization

  #if canImport(Glibc)
    import Glibc
  #else
    import Darwin
  #endif

  /// The readers on USB: which there are, which come and which go. Needs the package trait `USB`.
  ///
  /// A thread of its own compares the bus with what it was. libusb's hot-plug events wake it; where nobody
  /// sends them (libusb listens to udev, which a container has not) it looks by itself.
  public final class USBBus: Sendable {
    /// What happened, since the bus was opened.
    public enum Event: Hashable, Sendable {
      /// Also each reader that was there at the beginning.
      case arrived(USBReader)
      case left(USBReader)
    }

    /// In order; the newest 64 are kept for one who does not come along. Ends with `close`.
    public let events: AsyncStream<Event>

    private let sink: AsyncStream<Event>.Continuation
    private let signal = Signal()
    private let context: USBContext
    private let registration: Int32?
    private let thread = Mutex<SystemThread?>(nil)

    /// Wakes the thread, from anywhere.
    private final class Signal: Sendable {
      let semaphore = DispatchSemaphore(value: 0)
      let isOver = Atomic(false)
    }

    /// How to learn of what comes.
    public enum Watch: Hashable, Sendable {
      /// Events, with a look every 5 s; where udev is not running, a look a second.
      case automatic
      /// No events, a look as often as this.
      case polling(Duration)
    }

    /// The readers there are now: what the table knows, and what is of the CDC-ACM class.
    ///
    /// A new one is opened for a moment and asked for its texts; no interface is claimed.
    public static func readers() async throws(TransportError) -> [USBReader] {
      try await onThread { () throws(TransportError) in
        var scan = try USBScan(table: .forOpening())
        return try scan.readers()
      }
    }

    /// Begins to watch.
    public static func open(_ watch: Watch = .automatic) async throws(TransportError) -> USBBus {
      try await open(watch, lookingEvery: nil)
    }

    /// For tests: where it looks by itself so seldom, only events can tell.
    static func open(
      _ watch: Watch, lookingEvery interval: DispatchTimeInterval?
    ) async throws(TransportError) -> USBBus {
      try await onThread { () throws(TransportError) in try USBBus(watch, interval) }
    }

    private init(_ watch: Watch, _ wanted: DispatchTimeInterval?) throws(TransportError) {
      let first = try USBScan(table: .forOpening())
      (events, sink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
      context = try USBContext(handlesEvents: watch == .automatic)
      registration = watch == .automatic ? Self.register(signal, in: context) : nil
      let interval = wanted ?? Self.interval(watch, hearsEvents: registration != nil)
      let worker = SystemThread { [signal, sink] in
        var (scan, isWoken) = (first, false)
        repeat {
          for event in scan.changes() { sink.yield(event) }
          // Who is woken may look too early: a device that leaves is told of while its files are still there.
          isWoken = signal.semaphore.wait(timeout: .now() + (isWoken ? .seconds(1) : interval)) == .success
        } while !signal.isOver.load(ordering: .acquiring)
      }
      guard let worker else {
        endContext()
        throw .system(code: EAGAIN, doing: "starting a thread for USB")
      }
      thread.withLock { $0 = worker }
    }

    deinit {
      guard let worker = thread.withLock({ $0.take() }) else { return }
      let (context, signal, registration) = (context, signal, registration)
      NIOThreadPool.singleton.submit { _ in Self.end(worker, signal, context, registration) }
      sink.finish()
    }

    /// Ends watching, its threads and the stream of events. Harmless a second time.
    public func close() async {
      sink.finish()
      guard let worker = thread.withLock({ $0.take() }) else { return }
      _ = try? await NIOThreadPool.singleton.runIfActive { [context, signal, registration] in
        Self.end(worker, signal, context, registration)
      }
    }

    private static func end(
      _ worker: SystemThread, _ signal: Signal, _ context: USBContext, _ registration: Int32?
    ) {
      signal.isOver.store(true, ordering: .releasing)
      signal.semaphore.signal()
      worker.join()
      end(context, signal, registration)
    }

    private static func end(_ context: USBContext, _ signal: Signal, _ registration: Int32?) {
      if let registration { libusb_hotplug_deregister_callback(context.pointer, registration) }
      context.end()
      // The callback's own hold on it; nobody calls any more.
      if registration != nil { Unmanaged.passUnretained(signal).release() }
    }

    private func endContext() { Self.end(context, signal, registration) }

    /// The callback only wakes: libusb allows neither opening nor waiting in it.
    private static func register(_ signal: Signal, in context: USBContext) -> Int32? {
      guard libusb_has_capability(UInt32(LIBUSB_CAP_HAS_HOTPLUG.rawValue)) != 0 else { return nil }
      let any = LIBUSB_HOTPLUG_MATCH_ANY
      let events = Int32(
        LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED.rawValue | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT.rawValue)
      let user = Unmanaged.passRetained(signal)
      var handle: Int32 = 0
      let code = libusb_hotplug_register_callback(
        context.pointer, events, 0, any, any, any,
        { _, _, _, user in
          guard let user else { return 1 }
          Unmanaged<Signal>.fromOpaque(user).takeUnretainedValue().semaphore.signal()
          return 0
        }, user.toOpaque(), &handle)
      guard code == 0 else {
        user.release()
        return nil
      }
      return handle
    }

    private static func interval(_ watch: Watch, hearsEvents: Bool) -> DispatchTimeInterval {
      switch watch {
      case .automatic: hearsEvents && access("/run/udev/control", F_OK) == 0 ? .seconds(5) : .seconds(1)
      case .polling(let time): .milliseconds(max(10, Int(clamping: Int64(time / .milliseconds(1)))))
      }
    }

    private static func onThread<Value: Sendable>(
      _ body: @escaping @Sendable () throws(TransportError) -> Value
    ) async throws(TransportError) -> Value {
      do {
        return try await NIOThreadPool.singleton.runIfActive { try body() }
      } catch let error as TransportError {
        throw error
      } catch {
        throw .system(code: 0, doing: "looking for readers on USB: \(error)")
      }
    }
  }
#endif
