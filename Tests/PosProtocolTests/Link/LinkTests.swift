import PosProtocol
import Testing

/// A link, its virtual time, and what it wants: straight-line tests of the whole.
struct LinkBench {
  var link: ZVT.Link
  var now = Instant(sinceStart: .zero)

  init(_ framing: ZVT.Framing = .serial, maximumLength: Int = 65_540) {
    link = ZVT.Link(framing, maximumLength: maximumLength)
  }

  mutating func send(_ apdu: String) -> [ZVT.Link.Event] {
    link.send(hex(apdu), at: now)
    return events()
  }

  mutating func receive(_ bytes: String) -> [ZVT.Link.Event] {
    link.receive(hex(bytes), at: now)
    return events()
  }

  mutating func wait(_ duration: Duration) -> [ZVT.Link.Event] {
    now = now + duration
    return events()
  }

  mutating func events() -> [ZVT.Link.Event] {
    var events: [ZVT.Link.Event] = []
    while let event = link.next(at: now) { events.append(event) }
    return events
  }
}

let ack = ZVT.Link.Event.write([0x06])
let nak = ZVT.Link.Event.write([0x15])

/// The frame of an APDU, to be put on the line.
func frame(_ apdu: String) -> ZVT.Link.Event { .write(ZVT.FrameEncoder.encode(hex(apdu))) }

func received(_ apdu: String) -> ZVT.Link.Event { .received(hex(apdu)) }

@Suite struct LinkTests {
  @Test func serialExchange() {
    var bench = LinkBench()
    #expect(bench.send("06 B0 00") == [.write(hex("10 02 06 B0 00 10 03 43 F3"))])
    #expect(bench.link.isSending)
    #expect(bench.receive("06") == [.sent])
    #expect(!bench.link.isSending)
    #expect(bench.receive("10 02 80 00 00 10 03 F5 1F") == [ack, received("80 00 00")])
    #expect(bench.link.deadline == nil)
  }

  @Test func tcpExchange() {
    var bench = LinkBench(.tcp)
    #expect(bench.send("06 B0 00") == [.write(hex("06 B0 00")), .sent])
    #expect(bench.receive("80 00 00 04 FF 01") == [received("80 00 00")])
    #expect(bench.receive("0A 06 0F 00") == [received("04 FF 01 0A"), received("06 0F 00")])
    #expect(bench.link.deadline == nil)
  }
}
