import Synchronization

/// Which of a reader's calls were asked to stop. A call is numbered before it reaches the reader, so that a
/// request that comes after it is never too early to count.
final class StopRequests: Sendable {
  private let numbers = Mutex((begun: 0, stopped: 0))

  /// A new call's number.
  func begin() -> Int {
    numbers.withLock { numbers in
      numbers.begun += 1
      return numbers.begun
    }
  }

  /// Whether any call was ever made.
  var hasBegun: Bool { numbers.withLock { $0.begun > 0 } }

  /// Every call that has begun is to stop; later ones are not meant.
  func stopAll() { numbers.withLock { $0.stopped = $0.begun } }

  func isStopped(_ call: Int) -> Bool { numbers.withLock { call <= $0.stopped } }
}
