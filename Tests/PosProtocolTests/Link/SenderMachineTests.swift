import PosProtocol
import Testing

private let start = Instant(sinceStart: .zero)
private let apdu: [UInt8] = [0x06, 0x01, 0x00]

private func at(_ seconds: Int) -> Instant { Instant(sinceStart: .seconds(seconds)) }

/// What is heard of the copies, one after the other, and the verdict.
struct SenderRow: Sendable, CustomTestStringConvertible {
  let inputs: [ZVT.SenderMachine.Input]
  let isOnce: Bool
  let copies: UInt8
  let verdict: ZVT.SenderMachine.Action

  var testDescription: String { "\(inputs)\(isOnce ? ", once" : "")" }

  init(
    _ inputs: [ZVT.SenderMachine.Input], once isOnce: Bool = false, copies: UInt8,
    _ verdict: ZVT.SenderMachine.Action
  ) {
    (self.inputs, self.isOnce, self.copies, self.verdict) = (inputs, isOnce, copies, verdict)
  }
}

let senderRows: [SenderRow] = [
  SenderRow([.ack], copies: 1, .succeed),
  SenderRow([.proved], copies: 1, .succeed),
  SenderRow([.nak, .ack], copies: 2, .succeed),
  SenderRow([.timeout, .ack], copies: 2, .succeed),
  SenderRow([.timeout, .nak, .proved], copies: 3, .succeed),
  SenderRow([.nak, .nak, .nak], copies: 3, .fail(.rejected)),
  SenderRow([.timeout, .nak, .nak], copies: 3, .fail(.unconfirmed)),
  SenderRow([.nak, .timeout, .nak], copies: 3, .fail(.unconfirmed)),
  SenderRow([.nak, .nak, .timeout], copies: 3, .fail(.unconfirmed)),
  SenderRow([.timeout, .timeout, .timeout], copies: 3, .fail(.unconfirmed)),
  SenderRow([.writeRefused], copies: 1, .fail(.notSent)),
  SenderRow([.nak, .writeRefused], copies: 2, .fail(.unconfirmed)),
  SenderRow([.timeout, .writeRefused], copies: 2, .fail(.unconfirmed)),
  SenderRow([.lineLost], copies: 1, .fail(.unconfirmed)),
  SenderRow([.nak, .lineLost], copies: 2, .fail(.unconfirmed)),
  SenderRow([.timeout], once: true, copies: 1, .fail(.unconfirmed)),
  SenderRow([.proved], once: true, copies: 1, .succeed),
  SenderRow([.nak, .ack], once: true, copies: 2, .succeed),
  SenderRow([.nak, .timeout], once: true, copies: 2, .fail(.unconfirmed)),
  SenderRow([.nak, .nak, .nak], once: true, copies: 3, .fail(.rejected)),
]

@Suite struct SenderMachineTests {
  @Test(arguments: senderRows)
  func verdicts(_ row: SenderRow) {
    var (sender, now) = (ZVT.SenderMachine(timers: .standard), start)
    var action = sender.handle(.send(apdu, once: row.isOnce), at: now)
    for (index, input) in row.inputs.enumerated() {
      #expect(action == .transmit(apdu, copy: UInt8(index + 1)))
      #expect(sender.deadline == now + .seconds(row.isOnce ? 15 : 5))
      if input == .timeout { now = sender.deadline ?? now }
      action = sender.handle(input, at: now)
    }
    #expect(action == row.verdict)
    #expect(row.copies == UInt8(row.inputs.count))
    #expect(sender.isIdle)
    #expect(sender.deadline == nil)
  }

  @Test func waitsUntilT2() {
    var sender = ZVT.SenderMachine(timers: .standard)
    _ = sender.handle(.send(apdu), at: start)
    #expect(sender.handle(.timeout, at: at(4)) == nil)
    #expect(sender.handle(.timeout, at: at(5)) == .transmit(apdu, copy: 2))
    #expect(sender.deadline == at(10))
  }

  @Test func lateAnswersAreNoise() {
    var sender = ZVT.SenderMachine(timers: .standard)
    for input in [.ack, .nak, .proved, .doubted, .timeout, .writeRefused, .lineLost]
      as [ZVT.SenderMachine.Input]
    {
      #expect(sender.handle(input, at: start) == nil)
      #expect(sender.isIdle)
    }
  }

  @Test func countsAnewForEachAPDU() {
    var sender = ZVT.SenderMachine(timers: .standard)
    _ = sender.handle(.send(apdu), at: start)
    _ = sender.handle(.timeout, at: at(5))
    _ = sender.handle(.ack, at: at(6))
    #expect(sender.handle(.send(apdu), at: at(11)) == .transmit(apdu, copy: 1))
    _ = sender.handle(.nak, at: at(11))
    _ = sender.handle(.nak, at: at(11))
    #expect(sender.handle(.nak, at: at(11)) == .fail(.rejected))
  }

  @Test func asksSoonInDoubt() {
    var sender = ZVT.SenderMachine(timers: .standard)
    _ = sender.handle(.send(apdu), at: at(0))
    #expect(sender.handle(.doubted, at: at(1)) == nil)
    #expect(sender.deadline == at(1) + .milliseconds(200))
    #expect(sender.handle(.timeout, at: at(2)) == .transmit(apdu, copy: 2))
    _ = sender.handle(.nak, at: at(2))
    #expect(sender.handle(.nak, at: at(2)) == .fail(.unconfirmed))
  }

  @Test func doubtRepeatsNothingThatGoesOnce() {
    var sender = ZVT.SenderMachine(timers: .standard)
    _ = sender.handle(.send(apdu, once: true), at: at(0))
    #expect(sender.handle(.doubted, at: at(1)) == nil)
    #expect(sender.deadline == at(15))
    #expect(sender.handle(.nak, at: at(2)) == .transmit(apdu, copy: 2))
    #expect(sender.handle(.nak, at: at(3)) == .transmit(apdu, copy: 3))
    #expect(sender.handle(.nak, at: at(4)) == .fail(.unconfirmed))
  }

  @Test func sendsAgainWhatIsWanted() {
    var sender = ZVT.SenderMachine(timers: .standard)
    _ = sender.handle(.send(apdu), at: at(0))
    #expect(sender.handle(.wanted, at: at(0) + .milliseconds(199)) == nil)
    #expect(sender.handle(.wanted, at: at(0) + .milliseconds(200)) == .transmit(apdu, copy: 2))
    #expect(sender.handle(.wanted, at: at(1)) == .transmit(apdu, copy: 3))
    #expect(sender.handle(.wanted, at: at(2)) == nil)
    #expect(sender.handle(.timeout, at: at(6)) == .fail(.unconfirmed))
  }

  /// Two copies, one ACK: the other may come late, for T2.
  @Test(arguments: [ZVT.SenderMachine.Input.ack, .nak])
  func believesNoLateAnswer(_ answer: ZVT.SenderMachine.Input) {
    var sender = ZVT.SenderMachine(timers: .standard)
    _ = sender.handle(.send(apdu), at: at(0))
    _ = sender.handle(.timeout, at: at(5))
    #expect(sender.handle(.ack, at: at(6)) == .succeed)
    var later = sender
    _ = sender.handle(.send(apdu), at: at(7))
    #expect(sender.handle(answer, at: at(8)) == nil)
    #expect(sender.handle(.ack, at: at(8)) == .succeed)
    _ = later.handle(.send(apdu), at: at(7))
    #expect(later.handle(.ack, at: at(10)) == .succeed)
  }

  /// By whether the ACK that came before the proof was lost, or looked like a NAK.
  @Test func countsTheACKBeforeAProof() {
    for (answer, isBelieved) in [(ZVT.SenderMachine.Input.doubted, true), (.nak, false)] {
      var sender = ZVT.SenderMachine(timers: .standard)
      _ = sender.handle(.send(apdu), at: at(0))
      _ = sender.handle(answer, at: at(0))
      #expect(sender.handle(.proved, at: at(0)) == .succeed)
      _ = sender.handle(.send(apdu), at: at(1))
      #expect((sender.handle(.ack, at: at(1)) == .succeed) == isBelieved)
    }
  }
}

/// One frame over a line that loses and damages: delivered at most once, and the verdict never claims more
/// than the receiver saw.
@Test(arguments: 0..<100 as Range<UInt64>)
func senderVerdictIsTrue(block: UInt64) {
  for seed in block * 100..<block * 100 + 100 {
    var (random, now) = (SplitMix64(seed: seed), start)
    var sender = ZVT.SenderMachine(timers: .standard)
    var receiver = ZVT.ReceiverMachine(memory: .seconds(15))
    var delivered = 0
    var verdict = sender.handle(.send(apdu), at: now)
    while case .transmit(let copy, _)? = verdict {
      var answer = ZVT.SenderMachine.Input.timeout
      switch random.next() % 6 {
      case 0, 1: break  // The copy is lost.
      case 2, 3: answer = .nak  // It is damaged.
      default:
        if receiver.take(copy, at: now) == .new { delivered += 1 }
        answer = .ack
      }
      if random.next() % 3 == 0 { answer = .timeout }  // The answer is lost.
      if answer == .timeout { now = sender.deadline ?? now }
      verdict = sender.handle(answer, at: now)
    }
    switch verdict {
    case .succeed?: #expect(delivered == 1, "seed \(seed)")
    case .fail(.unconfirmed)?: #expect(delivered <= 1, "seed \(seed)")
    default: #expect(delivered == 0, "seed \(seed)")
    }
  }
}
