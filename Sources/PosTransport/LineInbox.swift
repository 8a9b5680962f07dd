/// What came over a line and nobody has read yet, and who waits for it.
///
/// Unchecked: all state is touched on the loop only.
final class LineInbox: LineClient, @unchecked Sendable {
  typealias Answer = Result<[UInt8], LineError>

  /// One who waits. On the loop, as all here.
  final class Waiter: @unchecked Sendable {
    fileprivate var continuation: CheckedContinuation<Answer, Never>?
    fileprivate var timer: LineTimer?
    fileprivate var isCancelled = false
  }

  private(set) var ending: LineClosure?
  private weak var line: (any Line)?
  private let loop: LineLoop
  private let limit: Int
  private var bytes: [UInt8] = []
  private var waiters: [Waiter] = []
  private var isPaused = false

  init(_ line: any Line, limit: Int) { (self.line, loop, self.limit) = (line, line.loop, limit) }

  func wait(
    _ waiter: Waiter, _ continuation: CheckedContinuation<Answer, Never>, within time: Duration?
  ) {
    guard !waiter.isCancelled else { return continuation.resume(returning: .failure(.cancelled)) }
    waiter.continuation = continuation
    waiters.append(waiter)
    if let time {
      waiter.timer = loop.schedule(at: loop.now + time) { self.answer(waiter, .failure(.timedOut)) }
    }
    serve()
  }

  func cancel(_ waiter: Waiter) {
    waiter.isCancelled = true
    answer(waiter, .failure(.cancelled))
  }

  func lineReceived(_ bytes: [UInt8]) {
    self.bytes += bytes
    serve()
    guard self.bytes.count >= limit, !isPaused else { return }
    if let line = line as? any PausableLine {
      isPaused = true
      line.setReading(false)
    } else {
      line?.close()
    }
  }

  func lineClosed(_ reason: LineClosure) {
    ending = reason
    serve()
  }

  private func serve() {
    while let first = waiters.first, !bytes.isEmpty {
      let bytes = bytes
      self.bytes.removeAll()
      answer(first, .success(bytes))
    }
    if bytes.isEmpty, isPaused, ending == nil {
      isPaused = false
      (line as? any PausableLine)?.setReading(true)
    }
    guard let ending else { return }
    for waiter in waiters { answer(waiter, .failure(.closed(ending))) }
  }

  private func answer(_ waiter: Waiter, _ answer: Answer) {
    guard let continuation = waiter.continuation else { return }
    waiter.continuation = nil
    waiter.timer?.cancel()
    waiters.removeAll { $0 === waiter }
    continuation.resume(returning: answer)
  }
}
