import PosTransport
import Synchronization

/// A client that remembers what a line brought, and lets a test wait for it.
final class LineProbe: LineClient {
  private struct Memory {
    var bytes: [UInt8] = []
    var closures: [LineClosure] = []
    var pieces = 0
    var waiting: [(isMet: @Sendable (Memory) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let memory = Mutex(Memory())

  func lineReceived(_ bytes: [UInt8]) {
    change {
      $0.bytes += bytes
      $0.pieces += 1
    }
  }

  func lineClosed(_ reason: LineClosure) { change { $0.closures.append(reason) } }

  var bytes: [UInt8] { memory.withLock { $0.bytes } }
  var closures: [LineClosure] { memory.withLock { $0.closures } }

  /// The first `count` bytes, once they are there; fewer if the line ended before.
  func received(_ count: Int) async -> [UInt8] {
    await wait { $0.bytes.count >= count || !$0.closures.isEmpty }
    return bytes
  }

  func closed() async -> LineClosure {
    await wait { !$0.closures.isEmpty }
    return closures[0]
  }

  private func change(_ body: (inout Memory) -> Void) {
    let ready = memory.withLock { memory in
      body(&memory)
      let now = memory
      memory.waiting.removeAll { $0.isMet(now) }
      return now.waiting.filter { $0.isMet(now) }.map(\.continuation)
    }
    for continuation in ready { continuation.resume() }
  }

  private func wait(_ isMet: @escaping @Sendable (Memory) -> Bool) async {
    await withCheckedContinuation { continuation in
      let isReady = memory.withLock { memory in
        if isMet(memory) { return true }
        memory.waiting.append((isMet, continuation))
        return false
      }
      if isReady { continuation.resume() }
    }
  }
}

/// The lines that a server handed out, each started with a probe.
final class LineQueue: Sendable {
  private let stream: AsyncStream<(any Line, LineProbe)>
  private let continuation: AsyncStream<(any Line, LineProbe)>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  @Sendable func accept(_ line: any Line) {
    let probe = LineProbe()
    line.start(probe)
    continuation.yield((line, probe))
  }

  func next() async -> (any Line, LineProbe) {
    var iterator = stream.makeAsyncIterator()
    return await iterator.next()!
  }
}

extension LineLoop {
  /// Runs `body` on the loop and waits for it.
  func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      execute { continuation.resume(returning: body()) }
    }
  }
}

extension Line {
  func send(_ bytes: [UInt8]) async -> Bool { await loop.run { self.write(bytes) } }
  func begin(_ probe: LineProbe) async { await loop.run { self.start(probe) } }
  func end() async { await loop.run { self.close() } }
}
