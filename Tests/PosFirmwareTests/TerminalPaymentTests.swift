import PosProtocol
import Testing

@testable import PosFirmware

@Suite struct TerminalPaymentTests {
  @Test func goesThroughEveryStepInOrder() {
    var bench = Bench()
    bench.register()
    #expect(
      bench.asked(.pay(PaymentRequest(amount: rial(1_500_000), currency: .irr), PaymentOptions()))
        == [.accept, .progress(code: 0x0A, texts: [], minutes: nil)])
    bench.hears(.answered(.accepted))
    #expect(bench.after(.card(testCard)) == [.progress(code: 0x0E, texts: [], minutes: nil)])
    #expect(bench.flash.map(\.state) == [.asked])
    #expect(bench.hears(.answered(.accepted)) == [.progress(code: 0x04, texts: [], minutes: nil)])
    bench.hears(.answered(.accepted))
    let question = AcquirerRequest.Question(
      terminalID: TerminalID(12_345_678), trace: trace(1), amount: rial(1_500_000), currency: .irr,
      card: testCard.number)
    #expect(bench.questions() == [.authorize(question)])

    let said = bench.after(
      .answered(.approved(amount: rial(1_500_000), reference: WireText("REF")), trace(1)))
    guard case .record(let record)? = said.first else { return #expect(said == []) }
    #expect(record.isApproval && record.amount == rial(1_500_000) && record.currency == .irr)
    #expect(record.receiptNumber == receipt(1) && record.traceNumber == trace(1))
    #expect(bench.flash.map(\.state) == [.asked, .approved])

    #expect(bench.hears(.answered(.accepted)) == [.complete(.plain)])
    #expect(bench.flash.map(\.state) == [.asked, .approved, .committed])
    bench.hears(.answered(.accepted))
    bench.hears(.ended)
    #expect(bench.terminal.status == .approved)
  }

  @Test func asksTheAcquirerOnlyWhenTheIntentIsOnFlash() {
    var bench = Bench()
    bench.register()
    bench.asked(.pay(PaymentRequest(amount: rial(1000), currency: .irr), PaymentOptions()))
    bench.hears(.answered(.accepted))
    var (outputs, next) = ([FirmwareOutput](), FirmwareInput.card(testCard))
    while let output = bench.terminal.handle(next, at: bench.now) {
      outputs.append(output)
      next = .proceed
    }
    #expect(outputs.contains { if case .store = $0 { true } else { false } })
    #expect(!outputs.contains { if case .ask = $0 { true } else { false } })
    bench.put(.stored)
    #expect(bench.questions().count == 1)
  }

  @Test func reportsOnlyWhatIsOnFlash() {
    var bench = Bench()
    bench.register()
    bench.payUntilAsked()
    bench.terminal.wire.said = []
    let answer = FirmwareInput.answered(.approved(amount: rial(1_500_000), reference: nil), trace(1))
    guard case .store(let approved)? = bench.terminal.handle(answer, at: bench.now) else {
      return #expect(Bool(false), "nothing stored")
    }
    #expect(approved.state == .approved && bench.terminal.wire.said.isEmpty)
    #expect(bench.after(.stored).count == 1)
  }

  @Test(arguments: [RegisterReply.none, .refused(ResultCode(.zvt, 0xA0)), .partly(rial(1))])
  func reversesWithoutTheAcknowledgement(_ reply: RegisterReply) {
    var bench = Bench()
    bench.register()
    bench.payUntilReported()
    _ = bench.questions()
    bench.hears(.answered(reply))
    #expect(bench.flash.map(\.kind) == [.payment, .payment, .reversal])
    guard case .reverse(let question, let original)? = bench.questions().first else {
      return #expect(Bool(false), "not reversed")
    }
    #expect(original == trace(1) && question.trace == trace(2))
    #expect(bench.terminal.memory.newest?.state == .asked)
    bench.hears(.answered(.accepted))  // 04 FF: reversing
    guard case .record(let record)? = bench.after(.answered(.reversed, trace(2))).first else {
      return #expect(Bool(false), "the register is not told")
    }
    #expect(record.result == .stopped && !record.isApproval)
    #expect(bench.hears(.answered(.accepted)) == [.abort(.stopped)])
    #expect(bench.terminal.memory.transactions.map(\.state) == [.reversed, .committed])
    #expect(bench.terminal.memory.newest?.record.originalTrace == trace(1))
  }

  @Test func reversesWhenTheLineBreaksBeforeTheAcknowledgement() {
    var bench = Bench()
    bench.register()
    bench.payUntilReported()
    _ = bench.questions()
    bench.put(.lineLost)
    #expect(bench.questions().count == 1)
    #expect(bench.terminal.status == .busy)
    bench.put(.answered(.reversed, trace(2)))
    #expect(bench.terminal.status == .approved)
  }

  @Test func asksAgainUntilTheAcquirerAnswersAndIsBusyMeanwhile() {
    var bench = Bench()
    bench.register()
    bench.payUntilReported()
    bench.put(.lineLost)
    _ = bench.questions()
    for _ in 1...20 {
      bench.later(.seconds(5))
      #expect(bench.questions().count == 1)
    }
    #expect(
      bench.asked(.status(password: nil)).last
        == .complete(.status(TerminalStatus(code: 0x9C, softwareVersion: WireText("pos-firmware 1")))))
    bench.hears(.ended)
    #expect(
      bench.asked(.pay(PaymentRequest(amount: rial(1), currency: .irr), PaymentOptions()))
        == [.accept, .abort(.busy)])
    bench.hears(.ended)
    bench.put(.answered(.reversed, trace(2)))
    #expect(bench.flash.filter { $0.kind == .reversal }.map(\.state) == [.asked, .committed])
    #expect(bench.terminal.status == .approved)
  }

  @Test func anErrorAfterTheCommitmentUndoesNothing() {
    var bench = Bench()
    bench.register()
    bench.payUntilReported()
    bench.hears(.answered(.accepted))
    _ = bench.questions()
    bench.put(.lineLost)
    bench.powerCut()
    #expect(bench.questions().isEmpty)
    #expect(bench.terminal.memory.transactions.map(\.state) == [.committed])
  }

  @Test func keepsWhatWasNotAcknowledgedWhereItIsToldTo() {
    var settings = TerminalSettings()
    settings.reversesUnacknowledged = false
    var bench = Bench(settings)
    bench.register()
    bench.payUntilReported()
    bench.powerCut()
    #expect(bench.terminal.memory.newest?.state == .committed)
    bench.register()
    bench.payUntilReported()
    bench.put(.lineLost)
    #expect(bench.terminal.memory.newest?.state == .committed)
    bench.register()
    bench.payUntilReported()
    bench.hears(.answered(.refused(ResultCode(.zvt, 0xA0))))
    #expect(bench.terminal.memory.newest?.kind == .reversal)
  }

  @Test func tellsADeclineWithItsCode() {
    var bench = Bench()
    bench.register()
    bench.payUntilAsked()
    guard case .record(let record)? = bench.after(.answered(.declined(51), trace(1))).first else {
      return #expect(Bool(false), "no record")
    }
    #expect(record.result == ResultCode(.zvt, 51) && !record.isApproval)
    #expect(bench.hears(.answered(.accepted)) == [.abort(ResultCode(.zvt, 51))])
    #expect(bench.terminal.memory.newest?.state == .declined)
  }

  @Test func givesUpOnASilentAcquirerAndReverses() {
    var bench = Bench()
    bench.register()
    bench.payUntilAsked()
    _ = bench.questions()
    bench.later(.seconds(45))
    guard case .reverse(_, trace(1))? = bench.questions().first else {
      return #expect(Bool(false), "not reversed")
    }
    // The late yes changes nothing; the reversal stands.
    bench.put(.answered(.approved(amount: rial(1_500_000), reference: nil), trace(1)))
    #expect(bench.terminal.memory.newest?.kind == .reversal)
  }

  @Test func commitsOnlyWhenTheRegisterHasTakenTheReceipts() {
    var bench = Bench()
    bench.register(lines: true)
    bench.payUntilReported()
    guard case .print(let merchant)? = bench.hears(.answered(.accepted)).first,
      case .print(let customer)? = bench.hears(.answered(.accepted)).first
    else { return #expect(Bool(false), "no receipts") }
    #expect(merchant.first?.receipt == .merchant && customer.first?.receipt == .customer)
    #expect(bench.terminal.memory.newest?.state == .approved)
    #expect(bench.hears(.answered(.accepted)) == [.complete(.plain)])
    #expect(bench.terminal.memory.newest?.state == .committed)
  }

  @Test func reversesWhenTheRegisterCannotPrint() {
    var bench = Bench()
    bench.register(lines: true)
    bench.payUntilReported()
    bench.hears(.answered(.accepted))
    bench.hears(.answered(.refused(ResultCode(.zvt, 0xCC))))
    #expect(bench.flash.last?.kind == .reversal)
  }

  @Test func printsByItselfWhereTheRegisterDoesNot() {
    var bench = Bench()
    bench.register(prints: false)
    bench.pay()
    #expect(bench.outputs.filter { if case .print = $0 { true } else { false } }.count == 2)
    bench.register(prints: true)
    bench.outputs = []
    bench.pay()
    #expect(!bench.outputs.contains { if case .print = $0 { true } else { false } })
  }
}
