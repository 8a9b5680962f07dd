import PosProtocol
import PosTransport
import Synchronization
import Testing

@testable import PosDriver

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Recorded connections: read, compared, and played.
@Suite(.timeLimit(.minutes(1))) struct ReplayTests {
  static let head = "2026-11-21T03:35:06.123Z"

  /// A file that goes with the test.
  struct File: ~Copyable {
    let path: String

    init(_ text: String, _ name: String = #function) throws {
      path = "/tmp/pos-replay-\(getpid())-\(name.prefix { $0 != "(" })"
      let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
      defer { close(descriptor) }
      let bytes = Array(text.utf8)
      #expect(write(descriptor, bytes, bytes.count) == bytes.count)
    }

    deinit { unlink(path) }
  }

  static let dialogue = """
    # pos-trace 1 tcp:h:1 tcp
    0.000000 \(head) > apdu 06 00 06 EE EE EE 3E 03 64 masked
    0.100000 \(head) < apdu 80 00 00
    0.200000 \(head) < apdu 06 0F 00
    0.300000 \(head) > apdu 80 00 00
    0.400000 \(head) - closed here

    """

  func recording(_ text: String = dialogue) throws -> Recording {
    let file = try File(text, "recording-\(UInt64.random(in: 0 ... .max))")
    return try Recording.read(file.path)
  }

  func machine(
    _ side: ReplaySettings.Side, _ gaps: ReplaySettings.Gaps = .original, looped: Bool = false,
    stepped: Bool = false
  ) throws -> ReplayMachine {
    var settings = ReplaySettings()
    (settings.side, settings.gaps, settings.isLooped) = (side, gaps, looped)
    return ReplayMachine(try recording(), settings, isStepped: stepped, at: .zero)
  }

  static let registration: [UInt8] = [0x06, 0x00, 0x06, 0x12, 0x34, 0x56, 0x3E, 0x03, 0x64]
  static let yes: [UInt8] = [0x80, 0x00, 0x00]

  func said(_ action: ReplayMachine.Action?) -> [UInt8]? {
    if case .say(let entry) = action { entry.bytes } else { nil }
  }

  func hears(_ action: ReplayMachine.Action?) -> Bool {
    if case .heard = action { true } else { false }
  }

  /// Whoever looks at a trace can do without a line; whoever plays it cannot.
  @Test func aLineThatCannotBeReadMakesItNone() throws {
    let file = try File(Self.dialogue + "0.500000 \(Self.head) > apdu 80 00\n0.500000 \(Self.head) - clo")
    let error = #expect(throws: RecordingError.self) { try Recording.all(of: file.path) }
    guard case .badLine(file.path, 7, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func aFileIsReadByItsConnections() throws {
    let file = try File(Self.dialogue + "# pos-trace 1 serial:/dev/x?baud=1 serial\ntorn")
    #expect(try Recording.all(of: file.path).map(\.entries.count) == [5, 0])
    #expect(try Recording.read(file.path).lines == [2, 3, 4, 5, 6])
    #expect(try Recording.read(file.path, connection: 2).address == "serial:/dev/x?baud=1")
    for number in [0, 3, .max, .min] {
      #expect(throws: RecordingError.noConnection(path: file.path, wanted: number, found: 2)) {
        try Recording.read(file.path, connection: number)
      }
    }
    #expect(throws: RecordingError.unreadable(path: "/no/such", code: ENOENT)) {
      try Recording.all(of: "/no/such")
    }
  }

  @Test func aFileWithoutLinesIsNotReadToItsEnd() throws {
    let file = try File(String(repeating: "x", count: 2_000_000))
    #expect(throws: RecordingError.self) { try Recording.all(of: file.path) }
  }

  @Test func theTerminalWaitsForTheRegisterAndKeepsItsPauses() throws {
    var machine = try machine(.terminal)
    #expect(machine.next(at: .zero) == nil && machine.deadline == nil, "nothing is said to nobody")
    machine.hear(Self.registration)
    #expect(hears(machine.next(at: .seconds(1))))
    #expect(machine.next(at: .seconds(1)) == nil)
    #expect(machine.deadline == .seconds(1) + .milliseconds(100))
    #expect(said(machine.next(at: .seconds(1) + .milliseconds(100))) == Self.yes)
    #expect(machine.next(at: .seconds(1) + .milliseconds(150)) == nil)
    #expect(said(machine.next(at: .seconds(1) + .milliseconds(200))) == [0x06, 0x0F, 0x00])
    machine.hear(Self.yes)
    #expect(hears(machine.next(at: .seconds(2))))
    #expect(machine.next(at: .seconds(3)) == .finish(closes: false))
  }

  @Test func withoutPausesTheRegisterGoesOnAtOnce() throws {
    var machine = try machine(.register, .none)
    #expect(said(machine.next(at: .zero))?.prefix(2) == [0x06, 0x00])
    machine.hear(Self.yes + [0x06, 0x0F, 0x00])
    #expect(hears(machine.next(at: .zero)) && hears(machine.next(at: .zero)))
    #expect(said(machine.next(at: .zero)) == Self.yes)
    #expect(machine.next(at: .zero) == .finish(closes: true))
  }

  @Test func aFixedPauseIsTheSameEachTime() throws {
    var machine = try machine(.register, .fixed(.milliseconds(7)))
    #expect(machine.next(at: .zero) == nil && machine.deadline == .milliseconds(7))
  }

  @Test func whoStepsSaysOneMessageAtATime() throws {
    var machine = try machine(.register, stepped: true)
    #expect(machine.next(at: .seconds(100)) == nil && machine.deadline == nil)
    machine.step()
    #expect(said(machine.next(at: .seconds(100))) != nil)
    machine.hear(Self.yes + [0x06, 0x0F, 0x00])
    _ = (machine.next(at: .seconds(100)), machine.next(at: .seconds(100)))
    #expect(machine.next(at: .seconds(100)) == nil)
    machine.step()
    #expect(said(machine.next(at: .seconds(100))) == Self.yes)
  }

  @Test func aLoopBeginsAgain() throws {
    var machine = try machine(.terminal, .none, looped: true)
    for _ in 0..<3 {
      machine.hear(Self.registration)
      #expect(hears(machine.next(at: .zero)))
      #expect(said(machine.next(at: .zero)) == Self.yes)
      #expect(said(machine.next(at: .zero)) == [0x06, 0x0F, 0x00])
      machine.hear(Self.yes)
      #expect(hears(machine.next(at: .zero)))
    }
  }

  @Test(arguments: [
    "0.000000 \(head) < noise 41", "0.000000 \(head) > apdu 80 00 00\n0.000000 \(head) < damaged 42",
    "0.000000 \(head) - closed disconnected\n0.000000 \(head) < apdu 80 00 00",
  ])
  func aLoopThatWaitsForNobodyEnds(lines: String) throws {
    var settings = ReplaySettings()
    (settings.side, settings.gaps, settings.isLooped) = (.register, .none, true)
    var machine = ReplayMachine(
      try recording("# pos-trace 1 tcp:h:1 tcp\n\(lines)\n"), settings, at: .zero)
    var actions: [ReplayMachine.Action] = []
    while actions.count < 100, let action = machine.next(at: .zero) { actions.append(action) }
    #expect(actions.last == .finish(closes: true) && actions.count < 3, "\(actions)")
  }

  @Test(arguments: [
    ("apdu 05 01 00", nil), ("apdu 80 00 00", nil),
    ("apdu 06 01 07 04 00 00 00 00 10 00", "06 01 authorization"),
    ("noise 06 01", "bytes that are no message"), ("apdu 06 50 03 EE EE EE masked", "06 50 end of day"),
    ("apdu 0F 99 00", "0F 99"),
  ])
  func whatMayMoveMoneyIsFound(entry: String, name: String?) throws {
    let text = Self.dialogue + "0.500000 \(Self.head) > \(entry)\n"
    let found = try recording(text).firstMoneyMessage
    #expect(found?.name == name && found?.line == (name == nil ? nil : 7))
  }

  @Test func theFirstOtherByteIsNamed() throws {
    var machine = try machine(.terminal)
    var other = Self.registration
    other[6] = 0x3F
    machine.hear(other)
    guard case .depart(let departure) = machine.next(at: .zero) else {
      Issue.record("no departure")
      return
    }
    #expect(departure.kind == .message && departure.offset == 6 && departure.line == 2)
    #expect(departure.message.contains("byte 6 of 06 00 registration is 3F, recorded 3E"))
    #expect(!departure.message.contains("12 34 56"), "the password is nobody's business")
    #expect(machine.next(at: .seconds(9)) == nil)
  }

  @Test func aRecordOfAMaskedCardIsPlayedAgain() {
    let frames = TraceTests.frames
    for frame in frames {
      let masked = TraceCutter.masked(frame)
      #expect(masked != frame)
      #expect(ReplayComparison().difference(masked, isMasked: true, frame) == nil)
      #expect(ReplayComparison(isExact: true).difference(masked, isMasked: true, frame) == nil)
    }
  }

  @Test func whatIsAnotherEachTimeIsNotCompared() {
    let recorded: [UInt8] = [
      0x04, 0x0F, 0x0E, 0x27, 0x00, 0x0B, 0x00, 0x00, 0x01, 0x0C, 0x12, 0x00, 0x00, 0x0D, 0x11, 0x21, 0x19,
    ]
    var other = recorded + [0x70]
    (other[2], other[8], other[11], other[15]) = (0x0F, 0x02, 0x59, 0x22)
    #expect(ReplayComparison().difference(recorded, isMasked: false, other) == 2)
    let (was, now) = (Array(recorded.dropLast(1)), Array(other.dropLast(2)))
    var (a, b) = (was, now)
    (a[2], b[2]) = (0x0D, 0x0D)
    #expect(ReplayComparison().difference(a, isMasked: false, b) == nil)
    #expect(ReplayComparison(isExact: true).difference(a, isMasked: false, b) == 8)
    b[4] = 0x6C
    #expect(ReplayComparison().difference(a, isMasked: false, b) == 4)
  }

  /// Every byte of a message that counts is compared.
  @Test func noOtherByteIsOverlooked() {
    let message: [UInt8] = [0x06, 0x01, 0x0A, 0x04, 0, 0, 0, 0, 0x12, 0x50, 0x49, 0x09, 0x78]
    for index in message.indices {
      for bit in 0..<8 {
        var other = message
        other[index] ^= 1 << bit
        #expect(ReplayComparison().difference(message, isMasked: false, other) == index)
      }
    }
  }

  @Test func aRecordedPaymentPaysAgain() async throws {
    for framing in [ZVT.Framing.serial, .tcp] {
      let path = "/tmp/pos-replay-pay-\(getpid())-\(framing)"
      defer { unlink(path) }
      let bench = Bench(framing, trace: try TraceSink(path: path))
      let first = await bench.pay()
      await bench.reader.disconnect()
      await bench.settle()
      let reader = try Reader(
        "replay:\(path)?gaps=none", configuration: ReaderConfiguration(password: 654_321))
      let again = await reader.pay(Bench.request) { _ in }
      #expect("\(again)" == "\(first)")
      await reader.disconnect()
    }
  }

  @Test func aDriverThatDepartsFromTheRecordLosesItsLine() async throws {
    let file = try File(Self.dialogue)
    let reader = try Reader("replay:\(file.path)?gaps=none", configuration: ReaderConfiguration())
    let outcome = await reader.pay(Bench.request) { _ in }
    guard case .approved = outcome else { return }
    Issue.record("an approval that nobody recorded")
  }
}
