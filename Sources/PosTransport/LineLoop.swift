import NIOCore
import NIOPosix

/// The thread on which lines live: an event loop that actors can live on too, without knowing NIO.
///
/// An actor that returns `unownedExecutor` from its own `unownedExecutor` runs on this loop, so that a line's
/// callbacks reach it by `assumeIsolated`, without a hop (a hop costs more than the exchange).
public final class LineLoop: SerialExecutor {
  let eventLoop: any EventLoop

  init(_ eventLoop: any EventLoop) { self.eventLoop = eventLoop }

  /// A loop of the process's own group.
  public static func next() -> LineLoop {
    LineLoop(MultiThreadedEventLoopGroup.singleton.next())
  }

  /// Time of the monotonic clock all loops share.
  public var now: Duration { .nanoseconds(Int64(bitPattern: eventLoop.now.uptimeNanoseconds)) }

  /// Runs `body` on the loop at `time` of its clock.
  @discardableResult
  public func schedule(at time: Duration, _ body: @escaping @Sendable () -> Void) -> LineTimer {
    let (seconds, attoseconds) = time.components
    let deadline = NIODeadline.uptimeNanoseconds(
      UInt64(max(0, seconds)) * 1_000_000_000 + UInt64(max(0, attoseconds)) / 1_000_000_000)
    return LineTimer(scheduled: eventLoop.scheduleTask(deadline: deadline, body))
  }

  /// Runs `body` on the loop soon.
  public func execute(_ body: @escaping @Sendable () -> Void) { eventLoop.execute(body) }

  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = asUnownedSerialExecutor()
    eventLoop.execute { job.runSynchronously(on: executor) }
  }

  public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

  public func checkIsolated() { eventLoop.preconditionInEventLoop() }
}

/// A timer of a loop; it fires once.
public struct LineTimer: Sendable {
  let scheduled: Scheduled<Void>

  /// It will not fire; harmless if it has.
  public func cancel() { scheduled.cancel() }
}
