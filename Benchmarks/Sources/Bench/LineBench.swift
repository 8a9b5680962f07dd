import CBaseline
import PosProtocol
import PosTransport

/// A command and its response with their ACKs over a pseudo-terminal: our link on our lines beside blocking C
/// that moves as many bytes in as many pieces.
func benchLine(blocks: Int, rounds: Int) async throws {
  let command: [UInt8] = [0x06, 0x01, 0x0A, 0x04, 0, 0, 0, 0, 0x12, 0x50, 0x49, 0x09, 0x78]
  let response: [UInt8] = [0x80, 0x00, 0x00]
  let (commandCount, responseCount) = (
    ZVT.FrameEncoder.encode(command).count, ZVT.FrameEncoder.encode(response).count
  )
  let (loop, other) = twoThreads()
  let terminal = try await PseudoTerminal.open(on: other) { line in line.start(Answerer(line, response)) }
  let line = try await terminal.address.open(on: loop)
  let player = Player(line, command)
  loop.execute { line.start(player) }
  var duel = Duel(pieces: [Int32(commandCount), -1, Int32(-responseCount), 1])
  for _ in 0..<blocks { await duel.play(rounds) { await player.play(rounds) } }
  loop.execute { line.close() }
  await terminal.close()
  duel.show("Line", "An exchange over a PTY, \(blocks * rounds) each, in turns", "our lines and our link")
  Plot.write(
    "exchange", "A command and its response over a pseudo-terminal", duel.curves("our lines and our link"))
}

/// Loops on two threads, as the two of C: on one the other side would never have to be woken.
func twoThreads() -> (LineLoop, LineLoop) { (LineLoop.next(), LineLoop.next()) }

/// What is timed beside C that moves the same bytes in the same pieces, in turns.
struct Duel {
  let pieces: [Int32]
  private var ours: [UInt64] = []
  private var theirs: [UInt64] = []
  private var ourCPU: UInt64 = 0
  private var theirCPU: UInt64 = 0

  init(pieces: [Int32]) { self.pieces = pieces }

  mutating func play(_ rounds: Int, _ body: () async throws -> [UInt64]) async rethrows {
    let start = baseline_cpu_nanoseconds()
    ours += try await body()
    let middle = baseline_cpu_nanoseconds()
    var times = [UInt64](repeating: 0, count: rounds)
    let status = baseline_conversation(pieces, pieces.count, rounds, &times)
    precondition(status == 0, "the C pseudo-terminal works")
    theirs += times
    ourCPU += middle - start
    theirCPU += baseline_cpu_nanoseconds() - middle
  }

  func show(_ title: String, _ what: String, _ name: String) {
    var table = Table(what, "p50 µs", "p99 µs", "ratio of p50", "CPU µs", "ratio of CPU")
    let reference = "C, blocking, no framing"
    for (name, values, cpu) in [(reference, theirs, theirCPU), (name, ours, ourCPU)] {
      table.row(
        name, short(percentile(values, 0.5)), short(percentile(values, 0.99)),
        short(percentile(values, 0.5) / percentile(theirs, 0.5)),
        short(Double(cpu) / Double(values.count) / 1_000), short(Double(cpu) / Double(theirCPU)))
    }
    table.show(title)
  }

  /// In microseconds.
  func curves(_ name: String) -> [(String, [Double])] {
    [("C, blocking, no framing", theirs), (name, ours)].map { ($0.0, $0.1.map { Double($0) / 1_000 }) }
  }
}

/// In microseconds.
func percentile(_ values: [UInt64], _ share: Double) -> Double {
  Double(values.sorted()[Int(Double(values.count - 1) * share)]) / 1_000
}

/// The terminal's end: answers each command.
private final class Answerer: LineClient, @unchecked Sendable {
  private let line: any Line
  private let response: [UInt8]
  private var link = ZVT.Link(.serial)

  init(_ line: any Line, _ response: [UInt8]) { (self.line, self.response) = (line, response) }

  func lineReceived(_ bytes: [UInt8]) {
    let now = Instant(sinceStart: line.loop.now)
    link.receive(bytes, at: now)
    while let event = link.next(at: now) {
      switch event {
      case .write(let bytes): _ = line.write(bytes)
      case .received: link.send(response, at: now)
      case .sent, .failed, .noise, .broken: break
      }
    }
  }

  func lineClosed(_ reason: LineClosure) {}
}

/// The register's end: sends the next command when the last one's response is acknowledged. Lives on the
/// line's loop.
private final class Player: LineClient, @unchecked Sendable {
  private let line: any Line
  private let command: [UInt8]
  private var link = ZVT.Link(.serial)
  private var began: UInt64 = 0
  private var times: [UInt64] = []
  private var rounds = 0
  private var done: CheckedContinuation<[UInt64], Never>?

  init(_ line: any Line, _ command: [UInt8]) { (self.line, self.command) = (line, command) }

  func play(_ rounds: Int) async -> [UInt64] {
    await withCheckedContinuation { continuation in
      line.loop.execute {
        (self.rounds, self.times, self.done) = (rounds, [], continuation)
        self.begin()
      }
    }
  }

  private func begin() {
    began = baseline_nanoseconds()
    link.send(command, at: Instant(sinceStart: line.loop.now))
    drain()
  }

  func lineReceived(_ bytes: [UInt8]) {
    link.receive(bytes, at: Instant(sinceStart: line.loop.now))
    drain()
  }

  private func drain() {
    let now = Instant(sinceStart: line.loop.now)
    var isOver = false
    while let event = link.next(at: now) {
      switch event {
      case .write(let bytes): _ = line.write(bytes)
      case .received: isOver = true
      case .sent, .failed, .noise, .broken: break
      }
    }
    guard isOver else { return }
    times.append(baseline_nanoseconds() - began)
    if times.count < rounds { return begin() }
    done?.resume(returning: times)
    done = nil
  }

  func lineClosed(_ reason: LineClosure) {}
}
