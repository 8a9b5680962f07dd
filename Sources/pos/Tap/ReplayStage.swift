import PosDriver
import PosTransport
import Synchronization

/// Where a record is played: the line, the player on it, and what it says to people.
final class ReplayStage: Sendable {
  private let loop = LineLoop.next()
  private let recording: Recording
  private let settings: ReplaySettings
  private let isExact: Bool, isStepped: Bool
  private let end: @Sendable (ExitStatus) -> Void
  private let state = Mutex(State())

  private struct State: Sendable {
    var player: ReplayPlayer?
    var port: TillPort?
  }

  /// - Parameter end: how it ended; may be called more than once.
  init(
    _ recording: Recording, _ settings: ReplaySettings, isExact: Bool, isStepped: Bool,
    end: @escaping @Sendable (ExitStatus) -> Void
  ) {
    (self.recording, self.settings) = (recording, settings)
    (self.isExact, self.isStepped, self.end) = (isExact, isStepped, end)
  }

  /// Waits for the other side, which is the register.
  func listen(
    _ place: TapPlace, ready: @Sendable (LineAddress) -> Void
  ) async throws(TransportError) {
    let port = try await TillPort.open(place, on: loop) { [weak self] line in
      guard let self else { return line.close() }
      play(on: line)
    }
    state.withLock { $0.port = port }
    ready(port.address)
  }

  /// Goes to the other side, which is the terminal.
  func connect(_ address: LineAddress) async throws(TransportError) {
    let line = try await address.open(on: loop)
    loop.execute { self.play(on: line) }
  }

  /// The next message may be said.
  func step() { loop.execute { self.state.withLock { $0.player }?.step() } }

  func close() async {
    let port = state.withLock { $0.port }
    loop.execute { self.state.withLock { $0.player }?.stop() }
    await port?.close()
  }

  /// The first who comes sees the play; nobody else does.
  private func play(on line: any Line) {
    let isFirst = state.withLock { state in
      guard state.player == nil else { return false }
      state.player = ReplayPlayer(
        recording, settings, on: line, isExact: isExact, isStepped: isStepped, tell: tell)
      return true
    }
    guard isFirst else { return line.close() }
    state.withLock { $0.player }?.start()
  }

  private func tell(_ news: ReplayPlayer.News) {
    switch news {
    case .said(let entry), .heard(let entry):
      if let line = TraceFormatter().line(entry) { Console.note(line) }
    case .departed(let departure):
      Console.note("pos: \(departure.message)")
      end(.declined)
    case .ended:
      Console.note("played to the end")
      end(.approved)
    }
  }
}
