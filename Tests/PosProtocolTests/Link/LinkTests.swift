import Testing

@testable import PosProtocol

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

/// The serial line's rules, one a test: what comes in, what must come out.
@Suite struct SerialLinkTests {
  private let command = "06 01 07 04 00 00 00 00 10 00"
  private let positive = "10 02 80 00 00 10 03 F5 1F"
  private let status = "10 02 04 FF 01 0A 10 03 F5 7D"

  private func resent(_ copy: UInt8, _ apdu: String) -> [ZVT.Link.Event] {
    [.noise(.resent(copy)), frame(apdu)]
  }

  @Test func repeatsTwiceOnSilence() {
    var bench = LinkBench()
    #expect(bench.send(command) == [frame(command)])
    #expect(bench.wait(.milliseconds(4_999)) == [])
    #expect(bench.wait(.milliseconds(1)) == resent(2, command))
    #expect(bench.wait(.seconds(5)) == resent(3, command))
    #expect(bench.wait(.seconds(5)) == [.failed(.unconfirmed)])
    #expect(bench.link.deadline == nil)
  }

  @Test func repeatsTwiceOnRefusal() {
    var bench = LinkBench()
    #expect(bench.send(command) == [frame(command)])
    #expect(bench.receive("15") == resent(2, command))
    #expect(bench.receive("15") == resent(3, command))
    #expect(bench.receive("15") == [.failed(.rejected)])
  }

  @Test func oneSilenceAmongRefusalsIsUnconfirmed() {
    var bench = LinkBench()
    #expect(bench.send(command) == [frame(command)])
    #expect(bench.receive("15") == resent(2, command))
    #expect(bench.wait(.seconds(5)) == resent(3, command))
    #expect(bench.receive("15") == [.failed(.unconfirmed)])
  }

  @Test func staleAnswersAreNoise() {
    var bench = LinkBench()
    #expect(bench.receive("06 15 06") == [])
    #expect(bench.send(command) == [frame(command)])
    #expect(bench.link.isSending)
  }

  @Test func whatCameBeforeTheCommandAcknowledgesNothing() {
    var bench = LinkBench()
    bench.link.receive(hex("06" + positive), at: bench.now)
    #expect(bench.send(command) == [frame(command), ack, received("80 00 00")])
    #expect(bench.link.isSending)
  }

  @Test func refusesADamagedFrame() {
    var bench = LinkBench()
    let damage = FrameDamage.checksum(received: 0x1EF5, computed: 0x1FF5)
    #expect(bench.receive("10 02 80 00 00 10 03 F5 1E") == [.noise(.damaged(damage)), nak])
    #expect(bench.receive(positive) == [ack, received("80 00 00")])
  }

  @Test func refusesATooLongFrame() {
    var bench = LinkBench(maximumLength: 4)
    #expect(bench.receive("10 02 04 FF 02 0A 01 10 03 00 00") == [.noise(.damaged(.tooLong)), nak])
    #expect(bench.receive(status) == [ack, received("04 FF 01 0A")])
  }

  @Test func refusesAFrameThatFallsSilent() {
    var bench = LinkBench()
    #expect(bench.receive("10 02 80") == [])
    #expect(bench.wait(.milliseconds(199)) == [])
    #expect(bench.link.deadline == bench.now + .milliseconds(1))
    #expect(bench.wait(.milliseconds(1)) == [.noise(.damaged(.pause)), nak])
    #expect(bench.link.deadline == nil)
    #expect(bench.receive("00 00 10 03 F5 1F") == [])
    #expect(bench.receive(positive) == [ack, received("80 00 00")])
  }

  @Test func thePauseIsBetweenBytesNotOverTheFrame() {
    var bench = LinkBench()
    for byte in positive.split(separator: " ").dropLast() {
      #expect(bench.receive(String(byte)) == [])
      bench.now = bench.now + .milliseconds(199)
    }
    #expect(bench.receive("1F") == [ack, received("80 00 00")])
  }

  /// Also when nobody came at the deadline.
  @Test func aFrameAfterAPauseIsNotTheRestOfAnother() {
    var bench = LinkBench()
    #expect(bench.receive("10 02 80 00 00 10 03") == [])
    bench.now = bench.now + .seconds(1)
    #expect(bench.receive(positive) == [.noise(.damaged(.pause)), nak, ack, received("80 00 00")])
  }

  @Test func aRepeatIsAcknowledgedAndNotDelivered() {
    var bench = LinkBench()
    #expect(bench.receive(status) == [ack, received("04 FF 01 0A")])
    #expect(bench.receive(status) == [ack, .noise(.repeated)])
    #expect(bench.send("80 00 00") == [frame("80 00 00")])
    #expect(bench.receive(status) == [ack, .noise(.repeated)])
    #expect(bench.receive("06") == [.sent])
    #expect(bench.receive(status) == [ack, received("04 FF 01 0A")])
  }

  @Test func aResponseProvesThatTheCommandArrived() {
    var bench = LinkBench()
    #expect(bench.send(command) == [frame(command)])
    #expect(bench.receive(positive) == [.sent, ack, received("80 00 00")])
    #expect(bench.receive("06") == [])
  }

  @Test func aNewCommandProvesThatTheResponseArrived() {
    var bench = LinkBench()
    #expect(bench.receive("10 02 06 02 00 10 03 B9 CC") == [ack, received("06 02 00")])
    #expect(bench.send("80 00 00") == [frame("80 00 00")])
    #expect(bench.receive("10 02 06 B0 00 10 03 43 F3") == [.sent, ack, received("06 B0 00")])
  }

  @Test func aCommandProvesNothingOfACommand() {
    var bench = LinkBench()
    #expect(bench.send("06 B0 00") == [frame("06 B0 00")])
    #expect(bench.receive(status) == [ack, received("04 FF 01 0A")])
    #expect(bench.link.isSending)
    #expect(bench.receive("06") == [.sent])
  }

  @Test func aResponseProvesNothingOfAResponse() {
    var bench = LinkBench()
    #expect(bench.receive("10 02 06 B0 00 10 03 43 F3") == [ack, received("06 B0 00")])
    #expect(bench.send("80 00 00") == [frame("80 00 00")])
    #expect(bench.receive(positive) == [ack, received("80 00 00")])
    #expect(bench.link.isSending)
  }

  /// The terminal's 04 FF was answered 80 00 00; then its 04 0F is lost and the old 80 00 00 comes again,
  /// since its ACK was lost too. Taking that for the answer to 04 0F would book a payment that the register
  /// never saw.
  @Test func anOldResponseRepeatedIsNotTheAnswer() {
    var bench = LinkBench()
    #expect(bench.send("04 FF 01 0A") == [frame("04 FF 01 0A")])
    #expect(bench.receive("06" + positive) == [.sent, ack, received("80 00 00")])
    #expect(bench.send("04 0F 02 27 00") == [frame("04 0F 02 27 00")])
    #expect(bench.receive(positive) == [.noise(.repeated)])
    #expect(bench.wait(.milliseconds(200)) == resent(2, "04 0F 02 27 00"))
    #expect(bench.receive("06") == [.sent])
    #expect(bench.receive(positive) == [ack, received("80 00 00")])
    #expect(bench.link.deadline == nil)
  }

  /// The other end of that: its answer is not acknowledged, and the command comes again.
  @Test func aRepeatedCommandAsksForItsResponse() {
    var bench = LinkBench()
    #expect(bench.receive(status) == [ack, received("04 FF 01 0A")])
    #expect(bench.send("80 00 00") == [frame("80 00 00")])
    #expect(bench.receive(status) == [ack, .noise(.repeated)])
    bench.now = bench.now + .milliseconds(200)
    #expect(bench.receive(status) == [ack, .noise(.repeated)] + resent(2, "80 00 00"))
    #expect(bench.receive("06") == [.sent])
  }

  @Test func aPeerThatOnlyRepeatsItsResponseEndsInDoubt() {
    var bench = LinkBench()
    _ = bench.send("04 FF 01 0A")
    _ = bench.receive("06" + positive)
    _ = bench.send("04 0F 02 27 00")
    for copy in 2...3 as ClosedRange<UInt8> {
      #expect(bench.receive(positive) == [.noise(.repeated)])
      #expect(bench.wait(.milliseconds(200)) == resent(copy, "04 0F 02 27 00"))
    }
    #expect(bench.receive(positive) == [.noise(.repeated)])
    #expect(bench.wait(.milliseconds(200)) == [.failed(.unconfirmed)])
    #expect(bench.receive(positive) == [.noise(.repeated)])
    #expect(bench.link.deadline == nil)
    bench.now = bench.now + .seconds(5)
    _ = bench.send("06 02 00")
    #expect(bench.receive("06" + positive) == [.sent, ack, received("80 00 00")])
  }

  /// An ACK of a copy that was not needed any more is none of the next command.
  @Test func aLateACKIsNotBelieved() {
    var bench = LinkBench()
    _ = bench.send(command)
    #expect(bench.wait(.seconds(5)) == resent(2, command))
    #expect(bench.receive("06 " + positive) == [.sent, ack, received("80 00 00")])
    #expect(bench.send("06 B0 00") == [frame("06 B0 00")])
    #expect(bench.receive("06") == [])
    #expect(bench.link.isSending)
    #expect(bench.receive("06") == [.sent])
  }

  @Test func anACKAfterANAKIsBelieved() {
    var bench = LinkBench()
    _ = bench.send(command)
    #expect(bench.receive("15") == resent(2, command))
    #expect(bench.receive("06 " + positive) == [.sent, ack, received("80 00 00")])
    #expect(bench.send("06 B0 00") == [frame("06 B0 00")])
    #expect(bench.receive("06") == [.sent])
  }

  @Test func aRefusedWriteLeftNothing() {
    var bench = LinkBench()
    _ = bench.send(command)
    bench.link.writeRefused(at: bench.now)
    #expect(bench.events() == [.failed(.notSent)])
  }

  @Test func aRefusedAcknowledgementSaysNothingOfTheCommand() {
    var bench = LinkBench()
    _ = bench.send(command)
    #expect(bench.receive(status) == [ack, received("04 FF 01 0A")])
    bench.link.writeRefused(at: bench.now)
    #expect(bench.events() == [])
    #expect(bench.link.isSending)
  }

  @Test func aLostLineForgetsAll() {
    var bench = LinkBench()
    #expect(bench.receive(status) == [ack, received("04 FF 01 0A")])
    _ = bench.send(command)
    _ = bench.receive("10 02 06")
    bench.link.lineLost()
    #expect(bench.events() == [.failed(.unconfirmed)])
    #expect(bench.link.deadline == nil)
    #expect(bench.receive(status) == [ack, received("04 FF 01 0A")])
  }

  @Test func aLineLostTakesNoVerdictBack() {
    var bench = LinkBench()
    _ = bench.send(command)
    bench.link.receive(hex(positive), at: bench.now)
    #expect(bench.link.next(at: bench.now) == .sent)
    #expect(bench.link.next(at: bench.now) == ack)
    bench.link.lineLost()
    #expect(bench.events() == [received("80 00 00")])
  }

  @Test func aLineLostBeforeTheWriteLeftNothing() {
    var bench = LinkBench()
    bench.link.send(hex(command), at: bench.now)
    bench.link.lineLost()
    #expect(bench.events() == [.failed(.notSent)])
  }

  @Test func staleHalvesAreDropped() {
    var bench = LinkBench()
    #expect(bench.receive("10 02 06 01") == [])
    bench.link.dropStale()
    #expect(bench.link.deadline == nil)
    #expect(bench.receive(positive) == [ack, received("80 00 00")])
  }
}

@Suite struct TCPLinkTests {
  @Test func whatIsTooLongBreaksTheStream() {
    var bench = LinkBench(.tcp, maximumLength: 10)
    #expect(bench.receive("80 00 00 06 0F 08 01") == [received("80 00 00"), .broken])
    #expect(bench.receive("80 00 00") == [])
    bench.link.lineLost()
    #expect(bench.events() == [])
    #expect(bench.receive("80 00 00") == [received("80 00 00")])
  }

  @Test func aRefusedWriteLeftNothing() {
    var bench = LinkBench(.tcp)
    bench.link.send(hex("06 B0 00"), at: bench.now)
    #expect(bench.link.next(at: bench.now) == .write(hex("06 B0 00")))
    bench.link.writeRefused(at: bench.now)
    #expect(bench.events() == [.failed(.notSent)])
    #expect(!bench.link.isSending)
  }

  @Test func aLineLostWhileWritingIsUnconfirmed() {
    var bench = LinkBench(.tcp)
    bench.link.send(hex("06 B0 00"), at: bench.now)
    #expect(bench.link.next(at: bench.now) == .write(hex("06 B0 00")))
    bench.link.lineLost()
    #expect(bench.events() == [.failed(.unconfirmed)])
  }

  /// There is no noise on TCP: what is missing will come, and must not be taken for the start of another.
  @Test func halfAnAPDUStays() {
    var bench = LinkBench(.tcp)
    #expect(bench.receive("04 FF 01") == [])
    bench.link.dropStale()
    #expect(bench.receive("0A 80 00 00") == [received("04 FF 01 0A"), received("80 00 00")])
  }

  @Test func equalAPDUsAreAllDelivered() {
    var bench = LinkBench(.tcp)
    #expect(bench.receive("06 D1 00 06 D1 00") == [received("06 D1 00"), received("06 D1 00")])
  }
}

@Suite struct LinkMemoryTests {
  /// Endless bytes that never end a frame, in every kind of state.
  @Test(arguments: [
    "10 02 06 01", "10 02 10 10", "10 02 06 10 41", "10 02 10 03", "10", "41", "06", "15 06", "10 02 10 02",
  ])
  func serialKeepsNoMoreThanOneAPDU(_ hostile: String) {
    var bench = LinkBench(maximumLength: 64)
    _ = bench.send("06 B0 00")
    let piece = [[UInt8]](repeating: hex(hostile) + [0x42], count: 100).flatMap { $0 }
    for _ in 0..<100 {
      bench.link.receive(piece, at: bench.now)
      _ = bench.events()
      #expect(bench.link.bytesKept <= 64)
    }
  }

  @Test func tcpKeepsNoMoreThanOneAPDU() {
    var bench = LinkBench(.tcp, maximumLength: 64)
    for byte in 0..<1_000 {
      bench.link.receive([UInt8(truncatingIfNeeded: byte &* 37)], at: bench.now)
      _ = bench.events()
      #expect(bench.link.bytesKept <= 64)
    }
  }
}
