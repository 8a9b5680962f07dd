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
  let terminal = try await PseudoTerminal.open { line in line.start(Answerer(line, response)) }
  let loop = LineLoop.next()
  let line = try await terminal.address.open(on: loop)
  let player = Player(line, command)
  loop.execute { line.start(player) }
  var (ours, theirs) = ([UInt64](), [UInt64]())
  for _ in 0..<blocks {
    ours += await player.play(rounds)
    var times = [UInt64](repeating: 0, count: rounds)
    let status = baseline_ping_pong(commandCount, responseCount, rounds, &times)
    precondition(status == 0, "the C pseudo-terminal works")
    theirs += times
  }
  loop.execute { line.close() }
  await terminal.close()
  func percentile(_ values: [UInt64], _ share: Double) -> Double {
    Double(values.sorted()[Int(Double(values.count - 1) * share)]) / 1_000
  }
  let title = "An exchange over a PTY, \(blocks * rounds) each, in turns"
  var table = Table(title, "p50 µs", "p99 µs", "ratio of p50")
  for (name, values) in [("C, blocking, no framing", theirs), ("our lines and our link", ours)] {
    let ratio = percentile(values, 0.5) / percentile(theirs, 0.5)
    table.row(name, short(percentile(values, 0.5)), short(percentile(values, 0.99)), short(ratio))
  }
  table.show("Line")
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
