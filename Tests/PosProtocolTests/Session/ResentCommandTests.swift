import PosProtocol
import Testing

/// What a refusal proves, and what it does not.
@Suite struct ResentCommandTests {
  private static let accepted: [UInt8] = [0x10, 0x02, 0x80, 0, 0, 0x10, 0x03, 0xF5, 0x1F]
  private static let refused: [UInt8] = [0x10, 0x02, 0x84, 0x6B, 0, 0x10, 0x03, 0xF2, 0x41]
  private static let registered: [UInt8] = [
    0x10, 0x02, 0x06, 0x0F, 0x0A, 0x19, 0, 0x29, 0x12, 0x34, 0x56, 0x78, 0x49, 0x03, 0x64, 0x10, 0x03, 0x1C,
    0xA0,
  ]
  private static let acknowledgement: [UInt8] = [0x06]

  enum Before: CaseIterable { case nothing, stray, strayLongAgo, resent }

  /// The terminal may have obeyed the first copy and lost its power since: it refuses the second as a
  /// stranger. One that has just answered what nobody asked may refuse what was said before.
  @Test(arguments: Before.allCases)
  func aRefusalInDoubtIsNoDecline(_ before: Before) {
    var (now, ends) = (Instant(sinceStart: .zero), [CommandEnd]())
    var register = ZVT.RegisterMachine(
      configuration: ZVT.RegisterConfiguration(framing: .serial, password: 0, currency: .irr))
    func put(_ input: RegisterInput) {
      var next = input
      while let action = register.handle(next, at: now) {
        next = .proceed
        if case .end(let end) = action { ends.append(end) }
      }
    }
    put(.command(.register))
    for bytes in [Self.acknowledgement, Self.accepted, Self.registered, Self.acknowledgement] {
      put(.bytes(bytes))
    }
    if before == .stray || before == .strayLongAgo { put(.bytes(ZVT.FrameEncoder.encode([0x84, 0x9A, 0]))) }
    if before == .strayLongAgo { now = now + .seconds(6) }
    let amount = Amount(minorUnits: 1)
    put(.command(.pay(PaymentRequest(amount: amount!, currency: .irr))))
    if before == .resent { put(.bytes([0x15])) }
    for bytes in [Self.acknowledgement, Self.refused] { put(.bytes(bytes)) }
    let decline = CommandEnd.answered(.declined(ResultCode(.zvt, 0x6B), nil))
    let isInDoubt = before == .stray || before == .resent
    #expect(
      ends.count == 2 && ends.last == (isInDoubt ? .failed(.send(.unconfirmed), nil) : decline), "\(ends)")
  }

  /// A copy that something on the way holds up until the dialogue is over would be obeyed once more. So on
  /// silence no second one of what has an effect leaves; a question may come twice.
  @Test(arguments: [
    ReaderCommand.pay(PaymentRequest(amount: Amount(minorUnits: 1)!, currency: .irr)), .closeDay,
    .reverse(ReversalRequest(receiptNumber: ReceiptNumber(1)!)), .lastTransaction,
  ])
  func silenceRepeatsNoEffect(_ command: ReaderCommand) {
    var (now, writes, ends) = (Instant(sinceStart: .zero), 0, [CommandEnd]())
    var register = ZVT.RegisterMachine(
      configuration: ZVT.RegisterConfiguration(framing: .serial, password: 0, currency: .irr))
    func put(_ input: RegisterInput) {
      var next = input
      while let action = register.handle(next, at: now) {
        next = .proceed
        if case .write(let bytes) = action, bytes.count > 1 { writes += 1 }
        if case .end(let end) = action { ends.append(end) }
      }
    }
    put(.command(.register))
    for bytes in [Self.acknowledgement, Self.accepted, Self.registered, Self.acknowledgement] {
      put(.bytes(bytes))
    }
    (writes, ends) = (0, [])
    put(.command(command))
    for second in 1...15 {
      #expect(ends.isEmpty)
      now = Instant(sinceStart: .seconds(second))
      put(.proceed)
    }
    #expect(writes == (command == .lastTransaction ? 3 : 1))
    #expect(ends == [.failed(.send(.unconfirmed), nil)])
  }
}
