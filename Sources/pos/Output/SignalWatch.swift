@preconcurrency import Dispatch
import Foundation

/// Hears SIGINT and SIGTERM instead of dying of them.
final class SignalWatch: Sendable {
  private let sources: [any DispatchSourceSignal]

  /// - Parameter heard: gets the number of the signal's coming, from 1, on a queue of its own. Wrappers such
  ///   as `timeout` send a signal twice; what follows within half a second is the same one.
  init(_ heard: @escaping @Sendable (Int) -> Void) {
    let (queue, count) = (DispatchQueue(label: "signals"), Counter())
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { @Sendable in if let number = count.next() { heard(number) } }
      source.resume()
      return source
    }
  }

  func stop() { for source in sources { source.cancel() } }

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
