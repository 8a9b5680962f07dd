import Synchronization

/// One conversation of `serve`: requests in, one JSON line each; events, results and errors out.
///
/// Requests are carried out one after the other, in the order they came; `cancel` alone overtakes.
final class ServeSession: Sendable {
  private let desk: Desk
  private let defaults: @Sendable (SharedOptions) -> [String]
  private let write: @Sendable (JSON) -> Void
  /// What runs now. Its events are written as long as it stands here, so that none comes after its result.
  private let running = Mutex<JSON?>(nil)

  init(
    desk: Desk, defaults: @escaping @Sendable (SharedOptions) -> [String],
    write: @escaping @Sendable (JSON) -> Void
  ) {
    (self.desk, self.defaults, self.write) = (desk, defaults, write)
  }

  /// Returns when the input has ended and everything asked before is answered.
  func run(_ lines: AsyncStream<LineSource.Line>) async {
    let (requests, queue) = AsyncStream.makeStream(
      of: ServeRequest.self, bufferingPolicy: .bufferingOldest(64))
    await withTaskGroup { group in
      group.addTask { for await request in requests { await self.carryOut(request) } }
      for await line in lines { take(line, into: queue) }
      queue.finish()
    }
  }

  /// Asks what runs to stop. False: nothing runs.
  func cancel() -> Bool { desk.cancelSoon() }

  private func take(_ line: LineSource.Line, into queue: AsyncStream<ServeRequest>.Continuation) {
    var id = JSON.null
    do throws(Complaint) {
      guard case .bytes(let bytes) = line else {
        throw Complaint(.wrongData, "tooLong", "the line is too long. Send at most 300000 bytes a line.")
      }
      let object = try JSON(reading: bytes)
      id = ServeRequest.id(of: object)
      let request = try ServeRequest(object, defaults: defaults)
      guard case .verb = request.task else {
        return write(["id": id, "exit": 0, "result": ["cancelling": .flag(desk.cancelSoon())]])
      }
      guard case .enqueued = queue.yield(request) else {
        throw Complaint(
          .unreachable, "tooMany", "64 requests are waiting already. Wait for their results.")
      }
    } catch {
      write(["id": id, "exit": JSON(error.status.rawValue), "error": error.json])
    }
  }

  private func carryOut(_ request: ServeRequest) async {
    guard case .verb(let verb) = request.task else { return }
    let id = request.id
    running.withLock { $0 = id }
    let report = await Language.$current.withValue(verb.output.lang) {
      await verb.run(at: desk) { happening in
        guard let event = happening.json(in: verb.output.lang) else { return }
        self.running.withLock { if $0 == id { self.write(event.after("id", id)) } }
      }
    }
    running.withLock { $0 = nil }
    write(["id": id, "exit": JSON(report.status.rawValue), "result": report.whole])
  }
}
