@preconcurrency import Dispatch
import Foundation

/// Hears signals instead of dying of them, from the moment that it is made. One a process.
///
/// A signal source of Dispatch is deaf until its queue has come round to it: what comes earlier is lost.
final class SignalWatch: Sendable {
  private let source: any DispatchSourceRead
  private let signals: [Int32]

  /// - Parameters:
  ///   - signals: which; SIGHUP stays ignored where it was, as `nohup` wants it.
  ///   - heard: gets the number of the signal's coming, from 1, on a queue of its own. Wrappers such as
  ///     `timeout` send a signal twice; what follows within half a second is the same one.
  init(_ signals: [Int32] = [SIGINT, SIGTERM], _ heard: @escaping @Sendable (Int) -> Void) {
    self.signals = signals.filter { $0 != SIGHUP || !Self.isIgnored($0) }
    let count = Counter()
    var ends: [Int32] = [-1, -1]
    precondition(pipe(&ends) == 0, "no file descriptor is left for a pipe")
    let listening = ends[0]
    bell = ends[1]
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    source = DispatchSource.makeReadSource(fileDescriptor: listening, queue: DispatchQueue(label: "signals"))
    source.setEventHandler { @Sendable in
      var rings: (UInt64, UInt64) = (0, 0)
      guard read(listening, &rings, MemoryLayout.size(ofValue: rings)) > 0 else { return }
      if let number = count.next() { heard(number) }
    }
    source.resume()
    for number in self.signals { signal(number) { _ in ring() } }
  }

  /// Nobody hears from now on.
  func stop() {
    for number in signals { signal(number, SIG_IGN) }
    source.cancel()
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    guard let former = signal(number, SIG_IGN) else { return false }
    let ignoring = unsafeBitCast(SIG_IGN, to: Int.self) == unsafeBitCast(former, to: Int.self)
    signal(number, former)
    return ignoring
  }

  /// Touched on the queue of signals only.
  private final class Counter: @unchecked Sendable {
    private var value = 0
    private var last: DispatchTime?

    func next() -> Int? {
      let now = DispatchTime.now()
      if let last, now < last + .milliseconds(500) { return nil }
      (value, last) = (value + 1, now)
      return value
    }
  }
}

/// The end of the pipe that a signal rings at; written once, before the first signal can come.
nonisolated(unsafe) private var bell: Int32 = -1

/// All that may be done while a signal is handled.
private func ring() {
  let before = errno
  var one: UInt8 = 1
  _ = write(bell, &one, 1)
  errno = before
}
