import PosProtocol
import Testing

@testable import PosFirmware

@Suite struct TerminalSafeguardTests {
  private func bench(_ safeguards: Safeguards) -> Bench {
    var settings = TerminalSettings()
    settings.safeguards = safeguards
    var bench = Bench(settings)
    bench.register()
    return bench
  }

  private func request(_ order: String?) -> PaymentRequest {
    PaymentRequest(
      amount: rial(1_500_000), currency: .irr, orderNumber: order.flatMap { OrderNumber($0.utf8) })
  }

  /// A whole payment; returns what was said first.
  @discardableResult
  private func pay(
    _ bench: inout Bench, _ order: String? = nil, _ sync: PaymentOptions.ReceiptSync? = nil
  ) -> [TerminalMessage] {
    var options = PaymentOptions()
    options.receiptSync = sync
    let said = bench.asked(.pay(request(order), options))
    bench.hears(.answered(.accepted))
    bench.put(.card(testCard))
    for _ in 0..<2 { bench.hears(.answered(.accepted)) }
    bench.put(.answered(.approved(amount: rial(1_500_000), reference: nil), bench.lastTrace))
    for _ in 0..<2 { bench.hears(.answered(.accepted)) }
    bench.hears(.ended)
    return said
  }

  @Test func announcesWhatItHas() {
    var settings = TerminalSettings()
    settings.safeguards = [.orderNumbers, .receiptSync]
    var bench = Bench(settings)
    let said = bench.asked(.register(Bench.request()))
    guard case .complete(.registered(let capabilities))? = said.last else { return #expect(said == []) }
    #expect(capabilities.safeguards == [.orderNumbers, .receiptSync])
  }

  @Test func refusesTheOrderThatItHasBeenPaidLast() {
    var bench = bench(.orderNumbers)
    pay(&bench, "A42")
    bench.powerCut()
    bench.register(lines: true)
    let said = bench.asked(.pay(request("A42"), PaymentOptions()))
    guard case .print? = said.last, said.first == .accept else { return #expect(said == []) }
    _ = bench.hears(.answered(.accepted))
    #expect(bench.hears(.answered(.accepted)) == [.abort(.doubleBooking)])
    bench.hears(.ended)
    #expect(bench.flash.count == 3 && bench.terminal.status == .approved)
  }

  @Test func takesAnotherOrderAndOneThatWasUndone() {
    var bench = bench(.orderNumbers)
    pay(&bench, "A42")
    #expect(pay(&bench, "A43").first == .accept)
    #expect(pay(&bench, nil).first == .accept)
    #expect(bench.terminal.memory.transactions.count == 3)
    pay(&bench, "A44")
    bench.asked(.reverse(ReversalRequest(receiptNumber: receipt(4)), password: 123_456))
    bench.hears(.answered(.accepted))
    bench.put(.answered(.reversed, bench.lastTrace))
    for _ in 0..<3 { bench.hears(.answered(.accepted)) }
    bench.hears(.ended)
    #expect(bench.asked(.pay(request("A44"), PaymentOptions())).last != .abort(.doubleBooking))
  }

  @Test func withoutTheSafeguardTheSameOrderIsPaidAgain() {
    var bench = bench([])
    pay(&bench, "A42")
    pay(&bench, "A42")
    #expect(bench.terminal.memory.transactions.map(\.state) == [.committed, .committed])
  }

  @Test func undoesWhatItsRegisterHasNeverHeardOf() {
    var bench = bench(.receiptSync)
    for _ in 0..<2 { pay(&bench) }
    var options = PaymentOptions()
    options.receiptSync = .after(receipt(1))
    _ = bench.questions()
    #expect(
      bench.asked(.pay(request(nil), options))
        == [.accept, .progress(code: 0x05, texts: [], minutes: nil)])
    guard case .reverse(_, original: trace(2))? = bench.questions().first else {
      return #expect(Bool(false), "nothing undone")
    }
    bench.hears(.answered(.accepted))
    #expect(
      bench.after(.answered(.reversed, trace(3))) == [.progress(code: 0x0A, texts: [], minutes: nil)])
    bench.hears(.answered(.accepted))
    bench.put(.card(testCard))
    for _ in 0..<2 { bench.hears(.answered(.accepted)) }
    bench.put(.answered(.approved(amount: rial(1_500_000), reference: nil), bench.lastTrace))
    for _ in 0..<2 { bench.hears(.answered(.accepted)) }
    bench.hears(.ended)
    let memory = bench.terminal.memory
    #expect(memory.transactions.map(\.state) == [.committed, .reversed, .committed, .committed])
    #expect(memory.newest?.record.receiptNumber == receipt(2) && memory.nextReceipt == receipt(3))
  }

  @Test(arguments: [
    (Safeguards.receiptSync, PaymentOptions.ReceiptSync.after(receipt(2))),
    (.receiptSync, .after(receipt(9999))), (.receiptSync, .fresh), (Safeguards(), .after(receipt(1))),
  ])
  func undoesNothingElse(_ safeguards: Safeguards, _ sync: PaymentOptions.ReceiptSync) {
    var bench = bench(safeguards)
    for _ in 0..<2 { pay(&bench) }
    pay(&bench, nil, sync)
    #expect(bench.terminal.memory.transactions.map(\.state) == [.committed, .committed, .committed])
    #expect(bench.terminal.memory.newest?.record.receiptNumber == receipt(3))
  }

  @Test func namesItsTurnoverNumberWhereItIsToldTo() {
    var settings = TerminalSettings()
    settings.namesTurnoverNumbers = true
    var bench = Bench(settings)
    bench.register()
    guard case .record(let record)? = bench.payUntilReported().last else { return #expect(Bool(false)) }
    #expect(record.turnoverNumber == 1)
    #expect(ZVT.StatusInformation(record, namesCurrency: true).turnoverNumber?.value == 1)
  }
}
