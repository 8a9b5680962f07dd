#if USB
  import PosTransport
  import Synchronization

  /// Who remembers what a line brought.
  final class Probe: LineClient {
    private let memory = Mutex((bytes: [UInt8](), closures: [LineClosure]()))

    func lineReceived(_ bytes: [UInt8]) { memory.withLock { $0.bytes += bytes } }
    func lineClosed(_ reason: LineClosure) { memory.withLock { $0.closures.append(reason) } }

    var bytes: [UInt8] { memory.withLock { $0.bytes } }
    var closures: [LineClosure] { memory.withLock { $0.closures } }
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
    func begin(_ probe: Probe) async { await loop.run { self.start(probe) } }

    /// Ends the line and waits until the end is told.
    func end(_ probe: Probe, _ mock: USBMock) async throws {
      await loop.run { self.close() }
      try await mock.wait("end of line") { !probe.closures.isEmpty }
    }
  }
#endif
