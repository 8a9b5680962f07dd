import PosProtocol
import PosTransport
import Synchronization

@testable import PosDriver

/// Whoever reads a reader's states, and can wait for one.
final class Watch: Sendable {
  private let seen = Seen()
  private let task: Task<Void, Never>

  private final class Seen: Sendable {
    let states = Mutex<[ReaderState]>([])
  }

  init(_ reader: Reader) {
    let (states, seen) = (reader.states, seen)
    task = Task { for await state in states { seen.states.withLock { $0.append(state) } } }
  }

  deinit { task.cancel() }

  var states: [ReaderState] { seen.states.withLock { $0 } }

  /// Until `condition` holds of what was seen; false: it did not come in half a minute.
  func wait(until condition: @Sendable ([ReaderState]) -> Bool) async -> Bool {
    let end = ContinuousClock.now + .seconds(30)
    while !condition(states) {
      guard ContinuousClock.now < end else { return false }
      try? await Task.sleep(for: .milliseconds(2))
    }
    return true
  }
}

/// A line on which nothing passes any more once its switch is thrown, and which does not end: half-open.
final class MuteLine: Line, LineClient, @unchecked Sendable {
  /// Thrown by a test, from anywhere.
  final class Switch: Sendable {
    private let state = Atomic(false)
    private let count = Atomic(0)
    var isMute: Bool {
      get { state.load(ordering: .relaxed) }
      set { state.store(newValue, ordering: .relaxed) }
    }

    /// Stands before the first line only; later ones stay as they are.
    func first(_ line: any Line) -> any Line {
      count.add(1, ordering: .relaxed).oldValue == 0 ? MuteLine(line, self) : line
    }
  }

  var loop: LineLoop { line.loop }
  private let line: any Line
  private let mute: Switch
  /// Touched on the loop only.
  private var client: (any LineClient)?

  init(_ line: any Line, _ mute: Switch) { (self.line, self.mute) = (line, mute) }

  func start(_ client: any LineClient) {
    self.client = client
    line.start(self)
  }

  func write(_ bytes: [UInt8]) -> Bool { mute.isMute || line.write(bytes) }
  func lineReceived(_ bytes: [UInt8]) { if !mute.isMute { client?.lineReceived(bytes) } }
  func dropInput() { line.dropInput() }
  func close() { line.close() }

  func lineClosed(_ reason: LineClosure) {
    client?.lineClosed(reason)
    client = nil
  }
}
