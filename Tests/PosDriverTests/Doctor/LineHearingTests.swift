import PosProtocol
import PosTransport
import Testing

@testable import PosDriver

@Suite struct LineHearingTests {
  private static let enquiry: [UInt8] = [0x10, 0x02, 0x05, 0x01, 0x00, 0x10, 0x03, 0x10, 0x06]

  private func symptom(
    _ received: [UInt8], _ framing: ZVT.Framing = .serial, failure: ReaderFailure = .send(.unconfirmed),
    damaged: Int = 0, isClosed: Bool = false
  ) -> LineSymptom {
    var hearing = LineHearing(framing, end: .failed(failure, nil))
    (hearing.sent, hearing.sentHead) = (Self.enquiry.count, Self.enquiry)
    (hearing.received, hearing.receivedHead) = (received.count, received)
    (hearing.damagedFrames, hearing.wasClosed) = (damaged, isClosed)
    return hearing.symptom
  }

  @Test func silenceIsNoReader() {
    #expect(symptom([]) == .silent)
    #expect(!LineSymptom.silent.isReader)
    #expect(symptom([], isClosed: true) == .closed)
  }

  @Test func whatComesBackAsItWasSentIsAnEcho() { #expect(symptom(Self.enquiry) == .echo) }

  @Test func refusalsOnlyAreRefusals() {
    #expect(symptom([0x15, 0x15, 0x15], failure: .send(.rejected)) == .rejected)
    #expect(symptom([0x15, 0x15]) == .rejected)
  }

  @Test func wrongChecksumsAreDamage() {
    #expect(symptom([0x06, 0x10, 0x02, 0x80], damaged: 3) == .damaged)
  }

  @Test func bytesWithoutAFrameAreAnotherBaud() {
    #expect(symptom([0x00, 0xF8, 0x00, 0xE0, 0x80, 0xFE]) == .garbled)
  }

  @Test func readableWordsAreNoReader() { #expect(symptom(Array("\r\nERROR\r\n".utf8)) == .foreign) }

  /// PA00P016 §2.2: no frames on TCP.
  @Test func eachFramingIsKnownInTheOther() {
    #expect(symptom([0x80, 0x00, 0x00, 0x06, 0x0F, 0x01, 0x00]) == .otherFraming)
    #expect(symptom([0x84, 0x83, 0x00]) == .otherFraming)
    #expect(symptom([0x06, 0x10, 0x02, 0x80, 0x00, 0x00, 0x10, 0x03, 0xF5, 0x1F], .tcp) == .otherFraming)
    #expect(symptom([0x15], .tcp) == .otherFraming)
  }

  @Test func anAcknowledgementAloneIsHalfAnAnswer() { #expect(symptom([0x06]) == .halfway) }

  /// A reader that is off drives no wire.
  @Test func controlWiresTellWhatSilenceMeans() throws {
    let silent = try #require(DoctorTexts.symptoms[.silent])
    func said(_ wires: ModemLines?) -> String {
      var hearing = LineHearing(.serial)
      hearing.wires = wires
      return silent.message(hearing).english + silent.advice(hearing).english
    }
    #expect(said(nil).contains("crossed wires"))
    #expect(said(ModemLines(dtr: true, rts: true)).contains("CTS and DSR are low"))
    for wires in [ModemLines(cts: true), ModemLines(dsr: true)] {
      #expect(said(wires).contains("plugged in and on") && said(wires).contains("register interface"))
    }
  }

  @Test func everySymptomThatIsNoReaderHasARemedy() {
    for symptom in LineSymptom.allCases where !symptom.isReader && symptom != .halfway && symptom != .closed {
      #expect(DoctorTexts.symptoms[symptom] != nil, "\(symptom)")
    }
  }
}
