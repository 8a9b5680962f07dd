import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A thread that watches a pseudo-terminal's master, and tells the loop who came, what they wrote, and that
/// they went.
///
/// Not a channel of NIO: a master lives through hang-ups, since the next register may open the other side at
/// any moment, also between the report of a hang-up and the read that should confirm it. For NIO that is a
/// fault that ends the process.
///
/// Where the system tells who opens a path, ``PseudoTerminalEar`` does it without a thread.
final class PseudoTerminalWatcher: PseudoTerminalWatch {
  private let pair: PseudoTerminalPair
  private let loop: LineLoop
  private let wakeReader: Int32
  private let wakeWriter: Int32
  /// Told and not yet heard.
  private let backlog = Atomic(0)
  /// Nothing more is read.
  private let isHeld = Atomic(false)

  /// The system wakes nobody when the other side is opened, so the thread looks, this often.
  private static let interval: Int32 = 10

  init(_ pair: PseudoTerminalPair, _ loop: LineLoop) {
    (self.pair, self.loop) = (pair, loop)
    var ends: [Int32] = [-1, -1]
    _ = pipe(&ends)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (wakeReader, wakeWriter) = (ends[0], ends[1])
  }

  deinit {
    systemClose(wakeReader)
    systemClose(wakeWriter)
  }

  /// Begins to call `tell` on the loop.
  func start(_ tell: @escaping @Sendable (PseudoTerminalNews) -> Void) {
    let run = Run { self.watch(tell) }
    #if canImport(Glibc)
      var thread = pthread_t()
    #else
      var thread: pthread_t?
    #endif
    let context = Unmanaged.passRetained(run).toOpaque()
    let code = pthread_create(&thread, nil, runThread, context)
    guard code == 0 else { return Unmanaged<Run>.fromOpaque(context).release() }
    #if canImport(Glibc)
      pthread_detach(thread)
    #else
      if let thread { pthread_detach(thread) }
    #endif
  }

  /// The thread ends soon, and gives up the pair.
  func stop() {
    hold(false)
    _ = systemWrite(wakeWriter, [1], 1)
  }

  func hold(_ isHeld: Bool) { self.isHeld.store(isHeld, ordering: .relaxed) }

  private func watch(_ tell: @escaping @Sendable (PseudoTerminalNews) -> Void) {
    var isThere = false
    while true {
      let (master, wake) = pair.poll(wakeReader, milliseconds: isThere ? -1 : Self.interval)
      if wake != 0 { return }
      let (hasBytes, isHungUp) = (master & POLLIN != 0, master & POLLHUP != 0)
      // One who came and went between two looks has left bytes.
      if !isThere, hasBytes || !isHungUp {
        isThere = true
        say(.came, tell)
      }
      guard isThere else { continue }
      if hasBytes, let bytes = pair.read() {
        if !bytes.isEmpty { say(.bytes(bytes), tell) }
      } else if isHungUp {
        isThere = false
        say(.went, tell)
      }
    }
  }

  /// Waits if the loop does not come along.
  private func say(_ news: PseudoTerminalNews, _ tell: @escaping @Sendable (PseudoTerminalNews) -> Void) {
    while isHeld.load(ordering: .relaxed) || backlog.load(ordering: .relaxed) > 64 { usleep(1000) }
    backlog.add(1, ordering: .relaxed)
    loop.execute {
      self.backlog.subtract(1, ordering: .relaxed)
      tell(news)
    }
  }
}

/// What a thread does; the thread keeps it alive.
private final class Run: Sendable {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

#if canImport(Glibc)
  private func runThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<Run>.fromOpaque(context).takeRetainedValue().body()
    return nil
  }
#else
  private func runThread(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<Run>.fromOpaque(context).takeRetainedValue().body()
    return nil
  }
#endif
