import PosProtocol
import Testing

private let line: [UInt8] = [0x06, 0xD1, 0x01, 0x00]
private let other: [UInt8] = [0x06, 0xD1, 0x01, 0x40]

private let response: [UInt8] = [0x80, 0x00, 0x00]

private func at(_ seconds: Int) -> Instant { Instant(sinceStart: .seconds(seconds)) }

@Suite struct ReceiverMachineTests {
  private func receiver() -> ZVT.ReceiverMachine {
    var receiver = ZVT.ReceiverMachine(memory: .seconds(15))
    #expect(receiver.take(line, at: at(0)) == .new)
    return receiver
  }

  @Test func equalBeforeOurAnswerIsARepeat() {
    var receiver = receiver()
    #expect(receiver.take(line, at: at(5)) == .repeated)
    #expect(receiver.take(line, at: at(10)) == .repeated)
  }

  @Test func equalWhileOurAnswerIsOnItsWayIsARepeat() {
    var receiver = receiver()
    receiver.saying(response)
    #expect(receiver.take(line, at: at(5)) == .repeated)
    receiver.said()
    #expect(receiver.take(line, at: at(5)) == .new)
  }

  @Test func equalAfterOurAnswerArrivedIsNew() {
    var receiver = receiver()
    receiver.saying(response)
    receiver.said()
    #expect(receiver.take(line, at: at(1)) == .new)
    #expect(receiver.take(line, at: at(1)) == .repeated)
  }

  /// What was on its way before the frame came is no answer to it.
  @Test func anAcknowledgementOfSomethingOlderEndsNoDoubt() {
    var receiver = ZVT.ReceiverMachine(memory: .seconds(15))
    receiver.saying(response)
    #expect(receiver.take(line, at: at(0)) == .new)
    receiver.said()
    #expect(receiver.take(line, at: at(1)) == .repeated)
  }

  /// It may be the answer to what we said since.
  @Test func anEqualResponseAfterWeSaidSomethingIsDoubtful() {
    var receiver = ZVT.ReceiverMachine(memory: .seconds(15))
    #expect(receiver.take(response, at: at(0)) == .new)
    receiver.saying(line)
    #expect(receiver.take(response, at: at(5)) == .doubtful)
    receiver.said()
    #expect(receiver.take(response, at: at(5)) == .new)
  }

  @Test(arguments: [(line, other), (response, response)])
  func whatIsNoAnswerEndsNoDoubt(last: [UInt8], said: [UInt8]) {
    var receiver = ZVT.ReceiverMachine(memory: .seconds(15))
    #expect(receiver.take(last, at: at(0)) == .new)
    receiver.saying(said)
    receiver.said()
    #expect(receiver.take(last, at: at(1)) == .repeated)
  }

  @Test func differentIsNew() {
    var receiver = receiver()
    #expect(receiver.take(other, at: at(0)) == .new)
    #expect(receiver.take(line, at: at(0)) == .new)
  }

  @Test func noRepeatComesAfterTheLastCopy() {
    var receiver = receiver()
    receiver.saying(response)
    #expect(receiver.take(line, at: at(14)) == .repeated)
    #expect(receiver.take(line, at: at(15)) == .new)
  }
}
