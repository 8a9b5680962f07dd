/// A line that can be asked to wait, and tells how much it has not got rid of. On its loop.
protocol PausableLine: Line {
  /// Bytes that were written and that the system has not taken yet.
  var backlog: Int { get }
  /// Off: what comes in is left to the system, which in the end holds up the other side.
  func setReading(_ isOn: Bool)
}

extension LineLoop {
  /// What `body` gives when it runs on the loop.
  func value<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      execute { continuation.resume(returning: body()) }
    }
  }
}
