import PosProtocol
import Testing

/// How a payment of 12.50 euro ends, by what the terminal says after it has accepted the command.
struct ResultRow: Sendable, CustomTestStringConvertible {
  enum End: Sendable {
    case approved
    case declined(UInt16)
    case contradiction
  }

  let name: String
  /// What the terminal says, each answered before the next.
  let says: [String]
  var decision = CommitDecision.accept
  /// How often the caller is shown an approval.
  let shown: Int
  let end: End

  var testDescription: String { name }
}

private let approval = "04 0F 09 27 00 04 00 00 00 00 12 50"
private let decline = "04 0F 02 27 05"
private let done = "06 0F 00"
private let aborted = "06 1E 01 6C"

private let rows: [ResultRow] = [
  ResultRow(name: "approved and completed", says: [approval, done], shown: 1, end: .approved),
  ResultRow(name: "the approval said twice", says: [approval, approval, done], shown: 1, end: .approved),
  ResultRow(
    name: "host result 00 besides", says: ["04 0F 0B 27 00 04 00 00 00 00 12 50 A0 00", done], shown: 1,
    end: .approved),
  ResultRow(
    name: "the same currency named", says: ["04 0F 0C 27 00 04 00 00 00 00 12 50 49 09 78", done], shown: 1,
    end: .approved),
  ResultRow(name: "a decline, then the approval", says: [decline, approval, done], shown: 1, end: .approved),
  ResultRow(name: "completed without a record", says: [done], shown: 0, end: .contradiction),
  ResultRow(
    name: "a record without a result", says: ["04 0F 07 04 00 00 00 00 12 50", done], shown: 0,
    end: .contradiction),
  ResultRow(
    name: "a record without a result, aborted", says: ["04 0F 07 04 00 00 00 00 12 50", aborted], shown: 0,
    end: .declined(0x6C)),
  ResultRow(
    name: "the host refuses in A0", says: ["04 0F 0B 27 00 04 00 00 00 00 12 50 A0 A1", done], shown: 0,
    end: .declined(0xA1)),
  ResultRow(name: "declined and aborted", says: [decline, "06 1E 01 05"], shown: 0, end: .declined(5)),
  ResultRow(name: "declined and completed", says: [decline, done], shown: 0, end: .declined(5)),
  ResultRow(name: "aborted without a record", says: [aborted], shown: 0, end: .declined(0x6C)),
  ResultRow(name: "aborted for no reason", says: ["06 1E 01 00"], shown: 0, end: .contradiction),
  ResultRow(name: "approved, then aborted", says: [approval, aborted], shown: 1, end: .contradiction),
  ResultRow(
    name: "approved, then declined: the last counts", says: [approval, decline, "06 1E 01 05"], shown: 1,
    end: .declined(5)),
  ResultRow(
    name: "not kept, reversed", says: [approval, aborted], decision: .refuse, shown: 1, end: .declined(0x6C)),
  ResultRow(
    name: "not kept, completed", says: [approval, done], decision: .refuse, shown: 1, end: .contradiction),
  ResultRow(
    name: "another amount, completed", says: ["04 0F 09 27 00 04 00 00 00 00 12 49", done], shown: 0,
    end: .contradiction),
  ResultRow(
    name: "another amount, reversed", says: ["04 0F 09 27 00 04 00 00 00 00 12 49", aborted], shown: 0,
    end: .declined(0x6C)),
  ResultRow(
    name: "no amount, completed", says: ["04 0F 02 27 00", done], shown: 0, end: .contradiction),
  ResultRow(
    name: "another currency", says: ["04 0F 0C 27 00 04 00 00 00 00 12 50 49 03 64", done], shown: 0,
    end: .contradiction),
]

@Suite struct ResultRuleTests {
  @Test(arguments: rows)
  func endsAs(_ row: ResultRow) throws {
    var register = RegisterBench.paying()
    var (shown, end) = (0, CommandEnd?.none)
    for apdu in row.says {
      for action in register.hears(apdu) {
        if case .end(let last) = action { end = last }
        guard case .record = action else { continue }
        shown += 1
        _ = register.put(.commit(row.decision))
      }
    }
    #expect(shown == row.shown)
    switch (try #require(end), row.end) {
    case (.answered(.approved(let record)), .approved): #expect(record.amount == twelveFifty.amount)
    case (.answered(.declined(let code, _)), .declined(let number)): #expect(code == zvt(number))
    case (.failed(.contradiction, _), .contradiction): break
    default: Issue.record("\(String(describing: end))")
    }
  }

  /// Absent means euro, so a rial payment is approved only where the record says rial.
  @Test(arguments: [
    ("04 0F 09 27 00 04 00 00 01 50 00 00", 0), ("04 0F 0C 27 00 04 00 00 01 50 00 00 49 03 64", 1),
  ])
  func absentCurrencyIsEuro(_ record: String, _ shown: Int) {
    var register = RegisterBench.registered { $0.currency = .irr }
    let fine = PaymentRequest(amount: Amount(minorUnits: 1_500_000)!, currency: .irr)
    #expect(register.put(.command(.pay(fine))) == [write("06 01 0A 04 00 00 01 50 00 00 49 03 64")])
    _ = register.hears("80 00 00")
    let actions = register.hears(record)
    #expect(actions.filter { if case .record = $0 { true } else { false } }.count == shown)
    #expect(shown == 1 || actions == [write("84 A0 00")])
  }

  @Test func wrongAmountIsRefused() {
    var register = RegisterBench.paying()
    #expect(register.hears("04 0F 09 27 00 04 00 00 00 00 99 99") == [write("84 A0 00")])
  }

  @Test func refusedCommandIsDeclined() {
    var register = RegisterBench.registered()
    _ = register.put(.command(.pay(twelveFifty)))
    #expect(register.hears("84 9A 00") == [.end(.answered(.declined(zvt(0x9A), nil)))])
  }

  @Test func answer8400IsPositive() {
    var register = RegisterBench.registered()
    _ = register.put(.command(.pay(twelveFifty)))
    #expect(register.hears("84 00 00") == [.event(.accepted)])
  }
}
