import PosFirmware
import PosProtocol
import PosTransport
import Synchronization
import Testing

@testable import PosDriver
@testable import PosSim

/// Everything is pulled at every byte of a payment, and what the register says of it is held against what the
/// acquirer booked.
@Suite(.timeLimit(.minutes(10))) struct PullTests {
  private let folder: Folder
  /// Payments that are pulled side by side, each lane with a terminal of its own.
  private static let lanes = 4

  init() throws { folder = try Folder(isQuick: true) }

  @Test(arguments: [ZVT.Framing.tcp, .serial], [PulledLine.Pull.hangUp, .powerCut])
  func atEveryByteInMemory(framing: ZVT.Framing, pull: PulledLine.Pull) async throws {
    for direction in PulledLine.Direction.allCases {
      let tally = Tally()
      try await inLanes(framing, scale: pull == .hangUp ? 1 : 0.1, tally) { rig, lane in
        var count = lane
        while try await rig.pay(pulling: pull, after: count, direction) { count += Self.lanes }
        #expect(count > 30, "a payment has more bytes than \(count)")
      }
      tally.expectVariety()
    }
  }

  /// Silence is not heard: every wait of the protocol runs to its end, on a fast clock.
  @Test(arguments: [ZVT.Framing.tcp, .serial])
  func silenceInMemory(framing: ZVT.Framing) async throws {
    for direction in PulledLine.Direction.allCases {
      // They wait more than they work.
      let lanes = 12 * Self.lanes
      try await inLanes(framing, scale: 0.01, Tally(), count: lanes) { rig, lane in
        var count = lane
        while try await rig.pay(pulling: .silence, after: count, direction) { count += lanes }
      }
    }
  }

  @Test(arguments: Counter.Way.allCases)
  func aHundredTimesOnARealLine(_ way: Counter.Way) async throws {
    try await inLanes(way == .tcp ? .tcp : .serial, scale: 0.1, Tally(), way) { rig, lane in
      var random = SeededRandom(UInt64(way == .tcp ? 10 : 20) + UInt64(lane))
      for _ in 0..<(100 / Self.lanes) {
        let direction = PulledLine.Direction.allCases.randomElement(using: &random) ?? .toTerminal
        let pull = [PulledLine.Pull.hangUp, .powerCut].randomElement(using: &random) ?? .hangUp
        let count = Int.random(in: 0..<(way == .tcp ? 90 : 200), using: &random)
        _ = try await rig.pay(pulling: pull, after: count, direction)
      }
    }
  }

  private func inLanes(
    _ framing: ZVT.Framing, scale: Double, _ tally: Tally, _ way: Counter.Way? = nil, count: Int = lanes,
    _ body: @escaping @Sendable (PullRig, Int) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup { group in
      for lane in 0..<count {
        let rig = try await PullRig(framing, in: folder, scale: scale, tally, way)
        group.addTask {
          try await body(rig, lane)
          await rig.close()
        }
      }
      try await group.waitForAll()
    }
  }
}

/// How many payments ended how.
final class Tally: Sendable {
  private let outcomes = Mutex<[String: Int]>([:])

  func note(_ outcome: String) { outcomes.withLock { $0[outcome, default: 0] += 1 } }

  func expectVariety() {
    let seen = outcomes.withLock { $0 }
    #expect(seen["approved", default: 0] > 0 && seen["notSent", default: 0] > 0, "\(seen)")
    #expect(seen["unknown", default: 0] > 5, "\(seen)")
  }
}

/// The same sequence for the same seed (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// A simulated terminal, and registers whose lines are pulled.
final class PullRig: Sendable {
  private let terminal: SimulatedTerminal
  private let port: TerminalPort?
  private let framing: ZVT.Framing
  private let scale: Double
  private let number = Atomic(0)
  private let tally: Tally

  init(
    _ framing: ZVT.Framing, in folder: Folder, scale: Double, _ tally: Tally, _ way: Counter.Way? = nil
  ) async throws {
    let state = try Folder(within: folder)
    var settings = SimulatorSettings(stateFolder: state.path)
    (settings.framing, settings.timeScale) = (framing, scale)
    (settings.cardDelay, settings.acquirerDelay, settings.bootDelay) = (.zero, .zero, .zero)
    terminal = try SimulatedTerminal(settings)
    (self.framing, self.scale, self.tally) = (framing, scale, tally)
    await terminal.powerOn()
    switch way {
    case .tcp: port = try await .open(.tcp(host: "127.0.0.1", port: 0), for: terminal)
    case .pseudoTerminal: port = try await .open(.pseudoTerminal(link: nil), for: terminal)
    case nil: port = nil
    }
  }

  /// Pays while the line is pulled, and judges. False: the payment was over before.
  func pay(
    pulling pull: PulledLine.Pull, after count: Int, _ direction: PulledLine.Direction
  ) async throws -> Bool {
    let (kept, pulled, terminal) = (Kept(), Pulled(), terminal)
    let reader = reader { opened in
      pulled.line.withLock { line in
        guard line == nil else { return opened }
        let pulled = PulledLine(opened, pull, after: count, direction, of: terminal)
        line = pulled
        return pulled
      }
    }
    let units = UInt64(10_000 + number.add(1, ordering: .relaxed).newValue)
    let began = ContinuousClock.now
    let outcome = await reader.pay(PaymentRequest(amount: Amount(minorUnits: units)!, currency: .irr)) {
      kept.note($0)
    }
    let took = ContinuousClock.now - began
    await reader.disconnect()
    let place: Comment = "\(framing), \(pull) after \(count) bytes \(direction): \(outcome)"
    #expect(took < deadline(pull), place)
    try await becomeQuiet(place)
    await judge(outcome, units, kept.count, place)
    return pulled.line.withLock { $0?.wasPulled } == true
  }

  /// When a call must be over: a line's end is heard before the first wait is over, silence when all are.
  /// Three seconds are for a busy machine.
  private func deadline(_ pull: PulledLine.Pull) -> Duration {
    let waits = ZVT.RegisterConfiguration(framing: framing, currency: .irr).scaled(by: scale)
    if pull == .hangUp, scale == 1 { return waits.answer - .seconds(1) }
    // Registration, command and end, each acknowledged after three copies at most.
    let exchange: Duration = waits.answer + waits.link.acknowledgement * 3
    return waits.completion + exchange * 3 + Duration.seconds(3)
  }

  private func judge(_ outcome: PaymentOutcome, _ units: UInt64, _ kept: Int, _ place: Comment) async {
    let rows = await terminal.ledger.filter { $0.amount == units }
    let (booked, reversed) = (rows.count { $0.event == .booked }, rows.count { $0.event == .reversed })
    let isCharged = booked > reversed
    #expect(booked <= 1, place)
    if isCharged { #expect(kept > 0, place) }
    switch outcome {
    case .approved: #expect(isCharged, place)
    case .declined: #expect(!isCharged, place)
    case .notSent(let error): #expect(rows.isEmpty && kept == 0 && !error.mayHaveActed, place)
    case .unknown(let error, _):
      #expect(error.mayHaveActed, place)
      await resolve(units, isCharged, place)
    }
    tally.note(outcome.kind)
  }

  /// The next register learns from the terminal's own record what the acquirer did.
  private func resolve(_ units: UInt64, _ isCharged: Bool, _ place: Comment) async {
    let reader = reader { $0 }
    var record: TransactionRecord?
    // On a fast clock and a busy machine a question may go unanswered; an answer is never asked for again.
    for _ in 0..<10 {
      do {
        record = try await reader.lastTransaction()
        break
      } catch {
        await reader.disconnect()
      }
    }
    await reader.disconnect()
    let says =
      record?.isApproval == true && record?.originalTrace == nil && record?.amount?.minorUnits == units
    #expect(says == isCharged, "\(place); \(String(describing: record))")
  }

  func close() async {
    await port?.close()
    await terminal.switchOff()
  }

  /// Until the terminal has undone what it must, and would take a payment.
  private func becomeQuiet(_ place: Comment) async throws {
    for _ in 0..<5000 {
      if await terminal.terminal?.status == .approved, await !terminal.isServing { return }
      try await Task.sleep(for: .milliseconds(2))
    }
    Issue.record("the terminal does not come to rest: \(place)")
  }

  private func reader(_ wrap: @escaping @Sendable (any Line) -> any Line) -> Reader {
    var configuration = ReaderConfiguration(password: 123_456)
    configuration.timeScale = scale
    let (settings, framing, terminal, port) = (configuration, framing, terminal, port)
    let memory = LineAddress.tcp(host: "memory", port: 1)
    return Reader(
      address: port?.address ?? memory, configuration: settings, on: terminal.loop,
      machine: { settings.machine(framing) },
      open: { loop throws(TransportError) in
        if let port { return wrap(try await port.address.open(on: loop)) }
        let (here, there) = MemoryLine.pair(on: loop)
        loop.execute { terminal.attach(there) }
        return wrap(here)
      })
  }

  /// The first line that its reader opened.
  private final class Pulled: Sendable {
    let line = Mutex<PulledLine?>(nil)
  }

  /// Counts the records that were shown before they were acknowledged.
  private final class Kept: Sendable {
    private let number = Atomic(0)
    func note(_ record: TransactionRecord) { number.add(1, ordering: .relaxed) }
    var count: Int { number.load(ordering: .relaxed) }
  }
}

extension PaymentOutcome {
  fileprivate var kind: String {
    switch self {
    case .approved: "approved"
    case .declined: "declined"
    case .notSent: "notSent"
    case .unknown: "unknown"
    }
  }
}
