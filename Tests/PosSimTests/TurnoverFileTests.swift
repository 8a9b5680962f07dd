import PosFirmware
import PosProtocol
import Testing

@testable import PosSim

@Suite struct TurnoverFileTests {
  private let folder = try? Folder()
  private var path: String { folder?.file("turnover.jsonl") ?? "" }

  private func turnover(_ sequence: UInt64, _ kind: Turnover.Kind = .payment) -> Turnover {
    var record = TransactionRecord()
    (record.result, record.isApproval) = (ResultCode(.zvt, 0), true)
    (record.amount, record.currency) = (Amount(minorUnits: 1250), .eur)
    (record.receiptNumber, record.traceNumber) = (ReceiptNumber(9999), TraceNumber(999_999))
    record.originalTrace = kind == .reversal ? TraceNumber(7) : nil
    record.clock = ClockReading(month: 2, day: 29, hour: 23, minute: 59, second: 58)
    record.terminalID = TerminalID(12_345_678)
    record.card = SimulatorSettings.CardHabit.usual.number
    (record.cardName, record.merchantNumber) = (WireText("SHETAB"), WireText("000000000012345"))
    record.hostReference = WireText("00000001")
    return Turnover(
      sequence: sequence, kind: kind, state: .committed, record: record, trace: TraceNumber(999_999)!,
      amount: Amount(minorUnits: 2500)!, currency: .eur)
  }

  @Test func givesBackWhatWasWritten() throws {
    let written = [turnover(1), turnover(2, .reversal), turnover(3)]
    do {
      let file = try TurnoverFile(path)
      for turnover in written { try file.append(turnover) }
      #expect(try file.restore() == written)
    }
    #expect(try TurnoverFile(path).restore() == written)
  }

  @Test func aTornLastLineWasNeverWritten() throws {
    do {
      let file = try TurnoverFile(path)
      for number in 1...3 { try file.append(turnover(UInt64(number))) }
    }
    let whole = try #require(try folder?.text("turnover.jsonl"))
    for cut in [1, 2, 40] {
      try folder?.write(String(whole.dropLast(cut)), to: "turnover.jsonl")
      let file = try TurnoverFile(path)
      #expect(try file.restore().map(\.sequence) == [1, 2])
      try file.append(turnover(4))
      #expect(try file.restore().map(\.sequence) == [1, 2, 4])
    }
  }

  @Test(arguments: [
    "rubbish", "", #"{"sequence":1}"#,
    #"{"amount":1,"currency":5000,"isApproval":true,"kind":"payment","namesCurrency":true,"sequence":1,"#
      + #""state":"asked","trace":1}"#,
  ])
  func damageStopsTheStartAndNamesTheLine(_ line: String) throws {
    do { try TurnoverFile(path).append(turnover(1)) }
    let good = try #require(try folder?.text("turnover.jsonl"))
    let damaged = good + line + "\n" + good
    try folder?.write(damaged, to: "turnover.jsonl")
    let error = #expect(throws: SimulatorError.self) { try TurnoverFile(path).restore() }
    guard case .damaged(path, 2, _)? = error else {
      return #expect(Bool(false), "\(String(describing: error))")
    }
    #expect(try folder?.text("turnover.jsonl") == damaged)
  }

  @Test func twoSimulatorsDoNotShareAFile() throws {
    let first = try TurnoverFile(path)
    #expect(throws: SimulatorError.inUse(path: path)) { try TurnoverFile(path) }
    withExtendedLifetime(first) {}
  }

  @Test func writesNoClearCardNumber() throws {
    try TurnoverFile(path).append(turnover(1))
    let text = try #require(try folder?.text("turnover.jsonl"))
    #expect(text.contains("603799******0006"))
    #expect(text.firstMatch(of: /[0-9]{12,}(?=[^0-9])/).map { String($0.output) } == "000000000012345")
  }
}
