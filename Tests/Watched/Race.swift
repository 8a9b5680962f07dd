import Foundation

/// Four threads count in what a `Mutex` guards, often enough to wait for each other. Told `outside`, one of
/// them does so without the lock: the thread sanitizer must say so then, and only then (scripts/sanitize).
@main enum Race {
  private final class Tally: @unchecked Sendable { var count = 0 }

  private final class Desk: Sendable {
    let tally = Mutex(Tally())
    let ended = DispatchSemaphore(value: 0)
  }

  static func main() {
    let (desk, isOutside) = (Desk(), CommandLine.arguments.contains("outside"))
    let bare = desk.tally.withLock { $0 }
    for thread in 0..<4 {
      Thread.detachNewThread {
        for _ in 0..<10_000 {
          if thread == 0, isOutside { bare.count += 1 } else { desk.tally.withLock { $0.count += 1 } }
        }
        desk.ended.signal()
      }
    }
    for _ in 0..<4 { desk.ended.wait() }
    print(desk.tally.withLock(\.count))
  }
}
