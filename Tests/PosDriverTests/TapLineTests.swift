import PosTransport
import Synchronization
import Testing

@testable import PosDriver

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A tap over real sockets and pseudo-terminals.
@Suite(.serialized, .timeLimit(.minutes(2))) struct TapLineTests {
  /// Whoever is at one end: keeps what it hears, and answers with the same if it is an echo.
  final class Party: LineClient, Sendable {
    private let state = Mutex<(bytes: [UInt8], isClosed: Bool)>(([], false))
    private let line: any Line
    private let echoes: Bool

    init(_ line: any Line, echoes: Bool = false) { (self.line, self.echoes) = (line, echoes) }

    func start() { line.loop.execute { self.line.start(self) } }
    func say(_ bytes: [UInt8]) { line.loop.execute { _ = self.line.write(bytes) } }
    func leave() { line.loop.execute { self.line.close() } }

    func lineReceived(_ bytes: [UInt8]) {
      if echoes { _ = line.write(bytes) }
      state.withLock { $0.bytes += bytes }
    }

    func lineClosed(_ reason: LineClosure) { state.withLock { $0.isClosed = true } }

    var heard: [UInt8] { state.withLock { $0.bytes } }
    var isClosed: Bool { state.withLock { $0.isClosed } }
  }

  /// What a tap told.
  final class Diary: Sendable {
    private let events = Mutex<[TapEvent]>([])
    func note(_ event: TapEvent) { events.withLock { $0.append(event) } }
    var all: [TapEvent] { events.withLock { $0 } }
    var isReaderAway: Bool { all.contains { if case .readerAway = $0 { true } else { false } } }
  }

  final class Parties: Sendable {
    private let parties = Mutex<[Party]>([])
    func add(_ party: Party) { parties.withLock { $0.append(party) } }
    var all: [Party] { parties.withLock { $0 } }
  }

  static func until(_ condition: @Sendable () -> Bool) async -> Bool {
    for _ in 0..<3000 {
      if condition() { return true }
      try? await Task.sleep(for: .milliseconds(10))
    }
    return condition()
  }

  static func link() -> String { "/tmp/pos-tap-\(getpid())-\(UInt32.random(in: 0 ... .max))" }

  /// A reader that answers with what it hears.
  private func echo(_ readers: Parties = Parties()) async throws -> TCPListener {
    try await TCPListener.open(host: "127.0.0.1", port: 0) { line in
      let party = Party(line, echoes: true)
      readers.add(party)
      line.start(party)
    }
  }

  private func till(_ tap: Tap) async throws -> Party {
    let till = Party(try await tap.address.open(on: .next()))
    till.start()
    return till
  }

  /// Every value of a byte, many times over, faster than any line takes them.
  @Test(arguments: [TapPlace.tcp(host: "127.0.0.1", port: 0), .pseudoTerminal(link: link())])
  func aFloodPassesUnchangedAndInOrder(place: TapPlace) async throws {
    let reader = try await echo()
    let tap = try await Tap.open(place, reader: reader.address)
    let till = try await till(tap)
    var (sent, state) = ([UInt8](), UInt32(1))
    for _ in 0..<64 {
      let piece = (0..<8192).map { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return UInt8(truncatingIfNeeded: state >> 24)
      }
      sent += piece
      till.say(piece)
    }
    let count = sent.count
    #expect(await Self.until { till.heard.count >= count })
    #expect(till.heard == sent)
    await tap.close()
    #expect(await Self.until { till.isClosed })
    await reader.close()
  }

  @Test func whenTheReaderHangsUpSoDoesTheTap() async throws {
    let (readers, diary) = (Parties(), Diary())
    let reader = try await echo(readers)
    let tap = try await Tap.open(.tcp(host: "127.0.0.1", port: 0), reader: reader.address) { diary.note($0) }
    let first = try await till(tap)
    #expect(await Self.until { readers.all.count == 1 })
    readers.all.first?.leave()
    #expect(await Self.until { first.isClosed })
    #expect(await Self.until { diary.all == [.tillCame, .readerCame, .readerLeft(.disconnected)] })
    let second = try await till(tap)
    second.say([1, 2, 3])
    #expect(await Self.until { second.heard == [1, 2, 3] }, "the next till gets the reader again")
    await tap.close()
    await reader.close()
  }

  @Test func aSecondTillIsTurnedAway() async throws {
    let diary = Diary()
    let reader = try await echo()
    let tap = try await Tap.open(.tcp(host: "127.0.0.1", port: 0), reader: reader.address) { diary.note($0) }
    let first = try await till(tap)
    #expect(await Self.until { diary.all.contains(.readerCame) })
    let second = try await till(tap)
    #expect(await Self.until { second.isClosed && diary.all.contains(.turnedAway) })
    first.say([9])
    #expect(await Self.until { first.heard == [9] }, "the first is not disturbed")
    await tap.close()
    await reader.close()
  }

  @Test func overTCPAReaderThatIsAwayIsAClosedConnection() async throws {
    let diary = Diary()
    let tap = try await Tap.open(
      .tcp(host: "127.0.0.1", port: 0), reader: .serial(path: Self.link(), settings: SerialSettings())
    ) { diary.note($0) }
    let till = try await till(tap)
    #expect(await Self.until { till.isClosed && diary.isReaderAway })
    await tap.close()
  }

  /// Silence, as from a dead reader; what is said meanwhile is counted, and a reader that comes is found.
  @Test func overASerialLineAReaderThatIsAwayIsSilence() async throws {
    let (diary, readers, link) = (Diary(), Parties(), Self.link())
    let tap = try await Tap.open(
      .pseudoTerminal(link: Self.link()), reader: .serial(path: link, settings: SerialSettings())
    ) { diary.note($0) }
    let till = try await till(tap)
    #expect(await Self.until { diary.isReaderAway })
    till.say([1, 2, 3])
    #expect(await Self.until { diary.all.contains(.undelivered(3)) })
    #expect(!till.isClosed && till.heard.isEmpty)
    let reader = try await PseudoTerminal.open(link: link) { line in
      let party = Party(line, echoes: true)
      readers.add(party)
      line.start(party)
    }
    #expect(await Self.until { diary.all.contains(.readerCame) })
    till.say([4, 5])
    #expect(await Self.until { till.heard == [4, 5] })
    #expect(readers.all.first?.heard == [4, 5])
    await tap.close()
    await reader.close()
  }

  @Test(arguments: [
    ("pty:/tmp/x", TapPlace.pseudoTerminal(link: "/tmp/x")), ("pty:", .pseudoTerminal(link: "")),
    ("tcp:0.0.0.0:0", .tcp(host: "0.0.0.0", port: 0)), ("tcp:[::1]:20", .tcp(host: "::1", port: 20)),
    ("serial:/dev/x", .serial(path: "/dev/x", settings: SerialSettings())),
  ])
  func placesAreRead(text: String, place: TapPlace) throws { #expect(try TapPlace.parse(text) == place) }

  @Test(arguments: ["", "tcp:", "tcp::0", "tcp:h:70000", "usb:", "replay:x", "pty:a\u{0}", "nonsense:1"])
  func whatIsNoPlaceIsRefused(text: String) {
    #expect(throws: TransportError.self) { try TapPlace.parse(text) }
  }
}
