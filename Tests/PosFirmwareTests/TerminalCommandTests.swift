import PosProtocol
import Testing

@testable import PosFirmware

@Suite struct TerminalCommandTests {
  @Test func registersAndNamesItself() {
    var bench = Bench()
    var capabilities = Capabilities()
    (capabilities.terminalID, capabilities.currency) = (TerminalID(12_345_678), .eur)
    #expect(
      bench.asked(.register(Bench.request(currency: .eur))) == [
        .accept, .complete(.registered(capabilities)),
      ])
  }

  @Test func refusesAWrongPasswordAndAWrongCurrency() {
    var settings = TerminalSettings()
    settings.currencies = [.irr]
    var bench = Bench(settings)
    #expect(
      bench.asked(.register(Bench.request(password: 111_111))) == [.refuse(ResultCode(.zvt, 0x37))])
    #expect(bench.asked(.register(Bench.request(currency: .eur))) == [.refuse(.wrongCurrency)])
    bench.register()
    #expect(
      bench.asked(.pay(PaymentRequest(amount: rial(1), currency: .eur), PaymentOptions()))
        == [.accept, .abort(.wrongCurrency)])
    bench.hears(.ended)
    #expect(
      bench.asked(.lastTransaction(password: 1, sendRecord: true, print: false))
        == [.refuse(ResultCode(.zvt, 0x37))])
  }

  @Test func takesNoMoneyFromAStranger() {
    var bench = Bench()
    let payment = TerminalCommand.pay(PaymentRequest(amount: rial(1), currency: .irr), PaymentOptions())
    #expect(bench.asked(payment) == [.refuse(.notRegistered)])
    bench.register()
    #expect(bench.asked(.logOff) == [.accept])
    bench.hears(.ended)
    #expect(bench.asked(payment) == [.refuse(.notRegistered)])
  }

  @Test func outOfServiceItAnswersWhoItIsAndNothingElse() {
    var settings = TerminalSettings()
    settings.lock = ResultCode(.zvt, 0xF0)
    var bench = Bench(settings)
    bench.register()
    let payment = TerminalCommand.pay(PaymentRequest(amount: rial(1), currency: .irr), PaymentOptions())
    #expect(bench.asked(payment) == [.accept, .abort(ResultCode(.zvt, 0xF0))])
    bench.hears(.ended)
    let status = TerminalStatus(code: 0xF0, softwareVersion: WireText("pos-firmware 1"))
    #expect(bench.asked(.status(password: nil)) == [.accept, .complete(.status(status))])
  }

  @Test func stopsWhileItWaitsForACard() {
    var bench = Bench()
    bench.register()
    bench.asked(.pay(PaymentRequest(amount: rial(1), currency: .irr), PaymentOptions()))
    // 04 FF is still out: the answer to the abort does not wait for it, the end of the command does.
    #expect(bench.asked(.abort) == [.accept])
    #expect(bench.hears(.answered(.accepted)) == [.abort(.stopped)])
    bench.hears(.ended)
    bench.put(.card(testCard))
    #expect(bench.flash.isEmpty)

    bench.asked(.pay(PaymentRequest(amount: rial(1), currency: .irr), PaymentOptions()))
    bench.hears(.answered(.accepted))
    #expect(bench.after(.key(.stop)) == [.abort(.stopped)])
    bench.hears(.ended)

    bench.asked(.pay(PaymentRequest(amount: rial(1), currency: .irr), PaymentOptions()))
    bench.hears(.answered(.accepted))
    #expect(bench.later(.seconds(59)) == [])
    #expect(bench.later(.seconds(1)) == [.abort(.stopped)])
  }

  @Test func doesNotStopOnceTheAcquirerIsAsked() {
    var bench = Bench()
    bench.register()
    bench.payUntilAsked()
    #expect(bench.asked(.abort) == [.refuse(.notPossible)])
    #expect(bench.after(.key(.stop)) == [])
    bench.after(.answered(.approved(amount: rial(1_500_000), reference: nil), trace(1)))
    #expect(bench.asked(.abort) == [.refuse(.notPossible)])
    #expect(bench.hears(.answered(.accepted)) == [.complete(.plain)])
  }

  @Test func showsTheNewestTransactionAgain() {
    var bench = Bench()
    bench.register()
    let again = TerminalCommand.lastTransaction(password: 123_456, sendRecord: true, print: false)
    #expect(bench.asked(again) == [.accept, .abort(.notPossible)])
    bench.hears(.ended)
    bench.pay()
    #expect(bench.asked(again) == [.accept, .record(bench.terminal.memory.transactions[0].record)])
    #expect(bench.hears(.answered(.refused(ResultCode(.zvt, 0xA0)))) == [.complete(.plain)])
    #expect(bench.terminal.memory.transactions.map(\.state) == [.committed])
  }

  @Test func reversesWhatTheRegisterNames() {
    var bench = Bench()
    bench.register()
    bench.pay(1000)
    func order(_ number: UInt32, _ amount: UInt64? = nil) -> TerminalCommand {
      .reverse(ReversalRequest(receiptNumber: receipt(number), amount: amount.map(rial)), password: 123_456)
    }
    #expect(bench.asked(order(2)) == [.accept, .abort(.cannotReverse)])
    bench.hears(.ended)
    #expect(bench.asked(order(1, 999)) == [.accept, .abort(.cannotReverse)])
    bench.hears(.ended)
    _ = bench.questions()
    #expect(bench.asked(order(1, 1000)) == [.accept, .progress(code: 0x04, texts: [], minutes: nil)])
    bench.hears(.answered(.accepted))
    guard case .reverse(_, trace(1))? = bench.questions().first else {
      return #expect(Bool(false), "not asked")
    }
    guard case .record(let record)? = bench.after(.answered(.reversed, trace(2))).first else {
      return #expect(Bool(false), "no record")
    }
    #expect(record.isApproval && record.originalTrace == trace(1) && record.receiptNumber == receipt(2))
    #expect(bench.hears(.answered(.accepted)) == [.complete(.plain)])
    bench.hears(.ended)
    #expect(bench.asked(order(1)) == [.accept, .abort(.alreadyReversed)])
  }

  @Test func anOrderedReversalIsCarriedThroughWithoutTheRegister() {
    var bench = Bench()
    bench.register()
    bench.pay(1000)
    bench.asked(.reverse(ReversalRequest(receiptNumber: receipt(1)), password: 123_456))
    bench.put(.lineLost)
    _ = bench.questions()
    bench.powerCut()
    #expect(bench.questions().count == 1)
    bench.put(.answered(.reversed, trace(2)))
    #expect(bench.terminal.memory.transactions.map(\.state) == [.reversed, .committed])
  }

  @Test func aReversalTheAcquirerDeclinesUndoesNothing() {
    var bench = Bench()
    bench.register()
    bench.pay(1000)
    bench.asked(.reverse(ReversalRequest(receiptNumber: receipt(1)), password: 123_456))
    bench.hears(.answered(.accepted))
    bench.after(.answered(.declined(12), trace(2)))
    #expect(bench.hears(.answered(.accepted)) == [.abort(ResultCode(.zvt, 12))])
    #expect(bench.terminal.memory.transactions.map(\.state) == [.committed, .declined])
  }
}
