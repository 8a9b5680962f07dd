import PosProtocol
import PosTransport
import Testing

@testable import PosDriver

@Suite struct ProbeTests {
  private var quick: Probe {
    var probe = Probe()
    probe.patience = .milliseconds(100)
    return probe
  }

  @Test func aReaderIsFoundAndHearsNothingButTheEnquiry() async throws {
    let loop = LineLoop.next()
    let terminal = TinyTerminal(.serial, on: loop)
    let pair = try await PseudoTerminal.open(link: nil, on: loop) { terminal.serve($0) }
    var probe = Probe()
    probe.patience = .seconds(20)
    let tries = await probe.run([.line(pair.address)])
    await pair.close()
    #expect(tries.map { $0.hearing?.symptom } == [.answered])
    let (commands, replies) = await terminal.read { ($0.commands, $0.replies) }
    #expect(commands == [.status(password: 0)], "one enquiry and no other command")
    #expect(replies.last == .accepted, "the dialogue was brought to its end")
  }

  @Test func aReaderOnTCPIsFound() async throws {
    let loop = LineLoop.next()
    let terminal = TinyTerminal(.tcp, on: loop)
    let listener = try await TCPListener.open(host: "127.0.0.1", port: 0, on: loop) { terminal.serve($0) }
    var probe = Probe()
    probe.patience = .seconds(20)
    let tries = await probe.run([.line(listener.address)])
    await listener.close()
    #expect(tries.map(\.isReader) == [true])
    #expect(await terminal.read { $0.commands } == [.status(password: 0)])
  }

  /// Whatever the settings, a line hears 05 01 and nothing else: no payment, no registration.
  @Test func aSilentLineHearsOnlyEnquiries() async throws {
    let (loop, deaf) = (LineLoop.next(), Deaf())
    let pair = try await PseudoTerminal.open(link: nil, on: loop) { $0.start(Again(deaf)) }
    let tries = await quick.run([.line(pair.address)])
    await pair.close()
    #expect(tries.count == 16)
    #expect(tries.allSatisfy { $0.hearing?.symptom == .silent })
    var decoder = FrameCount()
    decoder.read(deaf.bytes)
    #expect(!decoder.controls.isEmpty && decoder.controls.allSatisfy { $0 == [0x05, 0x01] })
  }

  @Test func aPortThatCannotBeOpenedIsTriedOnce() async throws {
    let target = ProbeTarget.line(.serial(path: "/dev/no-such-port", settings: SerialSettings()))
    let tries = await quick.run([target])
    #expect(tries.count == 1 && tries[0].trouble != nil)
  }

  @Test func timeIsBounded() async throws {
    var probe = quick
    probe.limit = .zero
    #expect(await probe.run([.line(.serial(path: "/dev/null", settings: SerialSettings()))]).isEmpty)
  }

  @Test func onlyNamedHostsAreTried() throws {
    #expect(try ProbeTarget.parse("tcp:reader.local") == .host("reader.local"))
    #expect(try ProbeTarget.parse("tcp:[::1]") == .host("::1"))
    #expect(try ProbeTarget.parse("tcp:h:5") == .line(.tcp(host: "h", port: 5)))
    #expect(throws: TransportError.self) { try ProbeTarget.parse("tcp:") }
    let ways = quick.ways(to: .host("h")).map(\.0)
    #expect(ways.first == .tcp(host: "h", port: 20_007))
    #expect(ways.allSatisfy { if case .tcp("h", _) = $0 { true } else { false } })
  }

  @Test func everyBaudIsTriedWithTheGivenSettingsFirst() {
    let settings = SerialSettings(baud: 4800)
    let ways = quick.ways(to: .line(.serial(path: "/p", settings: settings)))
    #expect(ways.first?.0 == .serial(path: "/p", settings: settings))
    #expect(ways.count == 16)
  }
}

/// A line's client for many lines, one behind the other.
private final class Again: LineClient {
  private let deaf: Deaf
  init(_ deaf: Deaf) { self.deaf = deaf }
  func lineReceived(_ bytes: [UInt8]) { deaf.lineReceived(bytes) }
  func lineClosed(_ reason: LineClosure) {}
}

/// The control fields of the frames in a stream.
private struct FrameCount {
  var controls: [[UInt8]] = []

  mutating func read(_ bytes: [UInt8]) {
    for place in bytes.indices.dropLast(4) where bytes[place] == 0x10 && bytes[place + 1] == 0x02 {
      controls.append(Array(bytes[(place + 2)...(place + 3)]))
    }
  }
}
