import PosProtocol
import Testing

/// What a refusal proves, and what it does not.
@Suite struct ResentCommandTests {
  enum Before: CaseIterable { case nothing, stray, strayLongAgo, resent }

  /// The terminal may have obeyed the first copy and lost its power since: it refuses the second as a
  /// stranger. One that has just answered what nobody asked may refuse what was said before.
  @Test(arguments: Before.allCases)
  func aRefusalInDoubtIsNoDecline(_ before: Before) {
    var register = RegisterBench.registeredOnSerial()
    var actions: [RegisterAction] = []
    if before == .stray || before == .strayLongAgo {
      actions += register.put(.bytes(ZVT.FrameEncoder.encode([0x84, 0x9A, 0])))
    }
    if before == .strayLongAgo { register.now = register.now + .seconds(6) }
    actions += register.put(.command(.pay(twelveFifty)))
    if before == .resent { actions += register.hears("15") }
    actions += register.hears("06 10 02 84 6B 00 10 03 F2 41")
    let decline = CommandEnd.answered(.declined(ResultCode(.zvt, 0x6B), nil))
    let isInDoubt = before == .stray || before == .resent
    #expect(ends(actions) == [isInDoubt ? .failed(.send(.unconfirmed), nil) : decline])
  }

  /// A copy that something on the way holds up until the dialogue is over would be obeyed once more. So on
  /// silence no second one of what has an effect leaves; a question may come twice.
  @Test(arguments: [
    ReaderCommand.pay(twelveFifty), .closeDay, .reverse(ReversalRequest(receiptNumber: ReceiptNumber(1)!)),
    .lastTransaction,
  ])
  func silenceRepeatsNoEffect(_ command: ReaderCommand) {
    var register = RegisterBench.registeredOnSerial()
    var actions = register.put(.command(command))
    for _ in 1...15 {
      #expect(ends(actions).isEmpty)
      actions += register.waits(.seconds(1))
    }
    let copies = actions.count { if case .write(let bytes) = $0 { bytes.count > 1 } else { false } }
    #expect(copies == (command == .lastTransaction ? 3 : 1))
    #expect(ends(actions) == [.failed(.send(.unconfirmed), nil)])
  }

  private func ends(_ actions: [RegisterAction]) -> [CommandEnd] {
    actions.compactMap { if case .end(let end) = $0 { end } else { nil } }
  }
}
