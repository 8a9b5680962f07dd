import Testing

@testable import PosProtocol

/// Message numbers, receipt numbers in step, and order numbers, between register and terminal.
@Suite struct SafeguardTests {
  private static let amount = "04 00 00 00 00 12 50 49 09 78"
  private static let order = PaymentRequest(
    amount: Amount(minorUnits: 1250)!, currency: .eur, orderNumber: OrderNumber("A42".utf8))

  /// Registered at a terminal that says this at the end of the registration.
  private func registered(_ said: String, _ wanted: Safeguards = []) -> (RegisterBench, [RegisterAction]) {
    var register = RegisterBench(.tcp) { $0.safeguards = wanted }
    _ = register.put(.command(.register))
    _ = register.hears("80 00 00")
    let actions = register.hears(said)
    return (register, actions)
  }

  private static func safeguards(_ actions: [RegisterAction]) -> Safeguards? {
    guard case .end(.answered(.registered(let said)))? = actions.last else { return nil }
    return said.safeguards
  }

  // MARK: message numbers

  private static let numbered = "06 0F 08 06 06 1F 73 03 00 00 00"

  @Test func offersNumbersAndUsesThemWhereTheyAreEchoed() {
    var register = RegisterBench(.tcp) { $0.safeguards = .messageNumbers }
    #expect(
      register.put(.command(.register))
        == [write("06 00 0E 00 00 00 3E 09 78 06 06 1F 73 03 00 00 00")])
    _ = register.hears("80 00 00")
    let actions = register.hears(Self.numbered)
    #expect(actions.first == write("80 00 08 06 06 1F 73 03 00 00 00"))
    #expect(Self.safeguards(actions) == .messageNumbers)
    #expect(
      register.put(.command(.pay(twelveFifty)))
        == [write("06 01 12 \(Self.amount) 06 06 1F 73 03 00 00 01")])
    #expect(register.hears("80 00 08 06 06 1F 73 03 00 00 01") == [.event(.accepted)])
    // The specification's own example of an intermediate status with a number.
    #expect(
      register.hears("04 FF 09 17 06 06 1F 73 03 00 00 02")
        == [
          .event(.progress(code: 0x17, texts: [])), write("80 00 08 06 06 1F 73 03 00 00 02"),
        ])
  }

  @Test func withoutAnEchoNothingIsNumbered() {
    var (register, actions) = registered("06 0F 00", .messageNumbers)
    #expect(Self.safeguards(actions) == [])
    #expect(register.put(.command(.status)) == [write("05 01 05 00 00 00 03 00")])
    (register, actions) = registered(Self.numbered)
    #expect(Self.safeguards(actions) == [] && actions.first == write("80 00 00"))
  }

  private func paying() -> RegisterBench {
    var (register, _) = registered(Self.numbered, .messageNumbers)
    _ = register.put(.command(.pay(twelveFifty)))
    _ = register.hears("80 00 08 06 06 1F 73 03 00 00 01")
    return register
  }

  private static let approval =
    "04 0F 15 27 00 04 00 00 00 00 12 50 0B 00 00 07 06 06 1F 73 03 00 00 02"

  @Test func whatComesTwiceIsAnsweredAsBefore() {
    var register = paying()
    let notice = "04 FF 09 17 06 06 1F 73 03 00 00 02"
    let answer = write("80 00 08 06 06 1F 73 03 00 00 02")
    #expect(register.hears(notice).last == answer)
    #expect(register.hears(notice) == [.event(.noise(.repeated)), answer])
  }

  @Test func aLateAnswerIsNoAnswer() {
    var register = paying()
    let late = hex("80 00 08 06 06 1F 73 03 00 00 01")
    #expect(register.put(.bytes(late)) == [.event(.noise(.unexpected(late)))])
    _ = register.put(.cancel)
    // The abort has the number 2; an answer to the payment is none to it.
    #expect(register.put(.bytes(late)) == [.event(.noise(.unexpected(late)))])
  }

  @Test func whoIsAskedToWaitComesAgainWithTheSameNumber() {
    var register = paying()
    guard case .record? = register.hears(Self.approval).first else { return #expect(Bool(false)) }
    #expect(register.waits(.seconds(2)) == [write("84 9C 08 06 06 1F 73 03 00 00 02")])
    #expect(register.put(.commit(.accept)) == [])
    #expect(register.hears(Self.approval) == [write("80 00 08 06 06 1F 73 03 00 00 02")])
    #expect(
      register.hears(Self.approval)
        == [.event(.noise(.repeated)), write("80 00 08 06 06 1F 73 03 00 00 02")])
  }

  @Test func numbersStartAnewAfterTheLast() throws {
    var numbers = ZVT.MessageNumbers.register
    let last = ZVT.MessageNumbers.stamped(hex("06 0F 00"), 999_999)
    #expect(numbers.take(try ZVT.APDU(decoding: last)) == .fresh)
    #expect(numbers.numbered(hex("06 02 00")) == hex("06 02 08 06 06 1F 73 03 00 00 01"))
  }

  /// Ours, one of theirs that crosses it on the line, and our next one.
  @Test(arguments: [
    (5, 5, 6), (6, 5, 7), (7, 5, 8), (5, 6, 7), (5, 9, 10), (999_998, 999_997, 999_999),
    (999_999, 999_998, 1), (999_999, 1, 2), (1, 999_999, 2), (1, 1, 2),
  ])
  func noNumberIsUsedTwice(_ ours: UInt32, _ theirs: UInt32, _ next: UInt32) throws {
    var numbers = ZVT.MessageNumbers.register
    let before = ZVT.MessageNumbers.stamped(hex("06 0F 00"), ours == 1 ? 999_999 : ours - 1)
    _ = numbers.take(try ZVT.APDU(decoding: before))
    #expect(numbers.numbered(hex("04 FF 01 0A")) == ZVT.MessageNumbers.stamped(hex("04 FF 01 0A"), ours))
    _ = numbers.take(try ZVT.APDU(decoding: ZVT.MessageNumbers.stamped(hex("06 B0 00"), theirs)))
    #expect(numbers.numbered(hex("04 FF 01 0A")) == ZVT.MessageNumbers.stamped(hex("04 FF 01 0A"), next))
  }

  /// A container that is there gets the number too, and what stands behind it stays.
  @Test func stampsAnyMessage() throws {
    let rows = [
      ("06 1E 01 6C", "06 1E 09 6C 06 06 1F 73 03 00 00 09"),
      ("06 D1 03 00 41 42", "06 D1 0B 00 41 42 06 06 1F 73 03 00 00 09"),
      ("04 FF 09 17 06 06 1F 73 03 00 00 08", "04 FF 09 17 06 06 1F 73 03 00 00 09"),
      ("06 D3 06 06 04 25 02 07 00", "06 D3 0C 06 0A 25 02 07 00 1F 73 03 00 00 09"),
      ("80 00 05 06 03 07 01 41", "80 00 0B 06 09 07 01 41 1F 73 03 00 00 09"),
    ]
    for (plain, stamped) in rows {
      #expect(ZVT.MessageNumbers.stamped(hex(plain), 9) == hex(stamped), "\(plain)")
      #expect(ZVT.MessageNumbers.number(of: try ZVT.APDU(decoding: hex(stamped))) == 9)
    }
  }

  @Test func theTerminalNumbersTooAndAnswersARepeatAsBefore() {
    var terminal = TerminalBench()
    _ = terminal.hears("06 00 0E 00 00 00 3E 09 78 06 06 1F 73 03 00 00 00")
    #expect(terminal.says(.accept) == [writes("80 00 00")])
    var capabilities = Capabilities()
    capabilities.safeguards = .messageNumbers
    #expect(
      terminal.says(.complete(.registered(capabilities)))
        == [writes("06 0F 0F 19 00 06 0B 1F 71 02 1F 73 1F 73 03 00 00 00")])
    #expect(terminal.hears("80 00 08 06 06 1F 73 03 00 00 00") == [.answered(.accepted), .ended])
    let command = "05 01 0D 00 00 00 03 00 06 06 1F 73 03 00 00 01"
    #expect(terminal.hears(command) == [.command(.status(password: 0))])
    let answer = writes("80 00 08 06 06 1F 73 03 00 00 01")
    #expect(terminal.says(.accept) == [answer])
    #expect(terminal.hears(command) == [.noise(.repeated), answer])
    #expect(
      terminal.says(.complete(.status(TerminalStatus(code: 0))))
        == [writes("06 0F 09 00 06 06 1F 73 03 00 00 02")])
    // An answer to something else does not end it.
    let stale = hex("80 00 08 06 06 1F 73 03 00 00 00")
    #expect(terminal.put(.bytes(stale)) == [.noise(.unexpected(stale))])
    #expect(terminal.hears("80 00 08 06 06 1F 73 03 00 00 02") == [.answered(.accepted), .ended])
  }

  // MARK: receipt numbers in step

  private static let announced = "06 0F 07 06 05 1F 71 02 1F 1F"
  private static func fresh(_ register: inout RegisterBench) -> Bool {
    register.put(.command(.pay(twelveFifty))) == [write("06 01 0F \(amount) 06 03 1F 1F 00")]
  }

  private static func approveReceipt42(_ register: inout RegisterBench) {
    _ = register.hears("80 00 00")
    _ = register.hears("04 0F 10 27 00 04 00 00 00 00 12 50 06 05 1F 1F 02 00 42")
    _ = register.put(.commit(.accept))
    _ = register.hears("06 0F 00")
  }

  @Test func repeatsTheNumberItSawLast() {
    var (register, actions) = registered(Self.announced)
    #expect(Self.safeguards(actions) == .receiptSync)
    #expect(Self.fresh(&register))
    Self.approveReceipt42(&register)
    #expect(
      register.put(.command(.pay(twelveFifty)))
        == [write("06 01 11 \(Self.amount) 06 05 1F 1F 02 00 42")])
  }

  /// 06 20 shows the record of a receipt with its number, or nothing; then the next payment's container.
  @Test(arguments: [
    ("04 0F 10 27 00 04 00 00 00 00 12 50 06 05 1F 1F 02 00 42", "06 01 11", "06 05 1F 1F 02 00 42"),
    ("04 0F 10 27 00 04 00 00 00 00 12 50 06 05 1F 1F 02 00 41", "06 01 0F", "06 03 1F 1F 00"),
    ("04 0F 10 27 00 04 00 00 00 00 12 50 06 05 1F 1F 02 00 43", "06 01 0F", "06 03 1F 1F 00"),
    ("04 0F 09 27 00 04 00 00 00 00 12 50", "06 01 0F", "06 03 1F 1F 00"),
    ("06 1E 01 83", "06 01 0F", "06 03 1F 1F 00"),
  ])
  func aQuestionMakesItForgetANumberAndNeverGivesOne(_ answer: String, _ head: String, _ tail: String) {
    var (register, _) = registered(Self.announced)
    _ = register.put(.command(.pay(twelveFifty)))
    Self.approveReceipt42(&register)
    for _ in 1...2 {
      _ = register.put(.command(.lastTransaction))
      _ = register.hears("80 00 00")
      _ = register.hears(answer)
      if answer.hasPrefix("04") { _ = register.hears("06 0F 00") }
    }
    #expect(register.put(.command(.pay(twelveFifty))) == [write("\(head) \(Self.amount) \(tail)")])
  }

  /// The terminal would undo what we still have to ask for.
  @Test func afterAnUnknownEndItNamesNoNumber() {
    var (register, _) = registered(Self.announced)
    _ = register.put(.command(.pay(twelveFifty)))
    Self.approveReceipt42(&register)
    _ = register.put(.command(.pay(twelveFifty)))
    _ = register.hears("80 00 00")
    _ = register.put(.lineLost)
    _ = register.put(.command(.register))
    _ = register.hears("80 00 00")
    _ = register.hears(Self.announced)
    #expect(Self.fresh(&register))
  }

  @Test func nothingIsNamedToATerminalThatDoesNotAnnounceIt() {
    var (register, _) = registered("06 0F 00")
    #expect(register.put(.command(.pay(Self.order))) == [write("06 01 0A \(Self.amount)")])
    (register, _) = registered("06 0F 00", .receiptSync)
    #expect(Self.fresh(&register))
  }

  // MARK: order numbers

  private static let unique = "06 0F 09 06 07 1F 71 04 1F 0D 1F 15"

  @Test(arguments: ["06 1E 01 B4", "84 B4 00"])
  func anOrderThatWasPaidBeforeIsNoDecline(_ word: String) {
    var (register, actions) = registered(Self.unique)
    #expect(Self.safeguards(actions) == .orderNumbers)
    #expect(
      register.put(.command(.pay(Self.order)))
        == [write("06 01 16 \(Self.amount) 06 0A 1F 0D 03 41 34 32 1F 15 01 04")])
    if word.hasPrefix("06") { _ = register.hears("80 00 00") }
    #expect(register.hears(word).last == .end(.failed(.alreadyPaid, nil)))
    #expect(ReaderFailure.alreadyPaid.mayHaveActed)
  }

  @Test func withoutAnOrderNumberTheCodeIsADecline() {
    var (register, _) = registered(Self.unique)
    #expect(register.put(.command(.pay(twelveFifty))) == [write("06 01 0A \(Self.amount)")])
    _ = register.hears("80 00 00")
    #expect(register.hears("06 1E 01 B4").last == .end(.answered(.declined(zvt(0xB4), nil))))
  }

  @Test func theTerminalHearsAndAnnounces() {
    var terminal = TerminalBench()
    _ = terminal.hears("06 00 08 00 00 00 3E 09 78 06 00")
    _ = terminal.says(.accept)
    var capabilities = Capabilities()
    capabilities.safeguards = [.receiptSync, .orderNumbers, .messageNumbers]
    #expect(
      terminal.says(.complete(.registered(capabilities)))
        == [writes("06 0F 0D 19 00 06 09 1F 71 06 1F 1F 1F 0D 1F 15")])
    _ = terminal.hears("80 00 00")
    var options = PaymentOptions()
    options.receiptSync = .after(ReceiptNumber(41)!)
    #expect(
      terminal.hears(
        "06 01 1B \(Self.amount) 06 0F 1F 0D 03 41 34 32 1F 15 01 04 1F 1F 02 00 41")
        == [.command(.pay(Self.order, options))])
    _ = terminal.says(.accept)
    var record = TransactionRecord()
    (record.result, record.isApproval) = (zvt(0), true)
    record.receiptNumber = ReceiptNumber(42)
    #expect(
      terminal.says(.record(record)) == [writes("04 0F 0C 27 00 87 00 42 06 05 1F 1F 02 00 42")])
  }

  /// A register that has sent no container is sent none.
  @Test func anOldRegisterIsToldNothing() {
    var terminal = TerminalBench()
    _ = terminal.hears("06 00 06 00 00 00 3E 09 78")
    _ = terminal.says(.accept)
    var capabilities = Capabilities()
    capabilities.safeguards = [.receiptSync, .orderNumbers, .messageNumbers]
    #expect(terminal.says(.complete(.registered(capabilities))) == [writes("06 0F 02 19 00")])
  }

  @Test(arguments: [("", false), ("A", true), ("0123456789012345678901234", true), ("A-1", false)])
  func orderNumbersAreLettersAndDigits(_ text: String, _ isOne: Bool) {
    #expect((OrderNumber(text.utf8) != nil) == isOne)
    #expect(OrderNumber((text + String(repeating: "x", count: 25)).utf8) == nil || text.isEmpty)
  }
}
