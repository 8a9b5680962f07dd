import FoundationEssentials
import PosFirmware
import PosProtocol

/// The host behind the terminal: what it books is what was charged, whatever terminal and register believe.
///
/// Its ledger is a file of its own, which no power cut of the terminal touches: the oracle of every test.
final class Acquirer {
  private let file: JSONLines<LedgerRow>
  private(set) var rows: [LedgerRow]
  /// How often each reversal was asked for; only what has a scenario is in here.
  private var refusals: [UInt32: Int] = [:]

  init(_ path: String) throws(SimulatorError) {
    file = try JSONLines(path)
    rows = try file.rows()
  }

  /// How an answer comes: nil never.
  struct Reply {
    var answer: AcquirerAnswer?
    var isSlow = false
  }

  /// Takes a request of a terminal; what it books is on disk when this returns.
  func take(_ request: AcquirerRequest) throws(SimulatorError) -> Reply {
    switch request {
    case .authorize(let question): try authorize(question)
    case .reverse(let question, let original): try reverse(question, original)
    case .settle(let question, let totals): try settle(question, totals)
    }
  }

  private func authorize(_ question: AcquirerRequest.Question) throws(SimulatorError) -> Reply {
    let magic = MagicAmount(question.amount, question.currency)
    if case .declined(let code) = magic {
      try note(.declined, question, question.amount)
      return Reply(answer: .declined(code))
    }
    let half = Amount(minorUnits: question.amount.minorUnits / 2) ?? question.amount
    let amount = magic == .wrongAmount ? half : question.amount
    let reference = try note(.booked, question, amount)
    guard magic != .silent else { return Reply(answer: nil) }
    return Reply(
      answer: .approved(amount: amount, reference: WireText(ascii: reference)), isSlow: magic == .slow)
  }

  private func reverse(
    _ question: AcquirerRequest.Question, _ original: TraceNumber
  ) throws(SimulatorError) -> Reply {
    if MagicAmount(question.amount, question.currency) == .dropAndLateReversal {
      refusals[question.trace.value, default: 0] += 1
      guard refusals[question.trace.value, default: 0] > 2 else { return Reply(answer: nil) }
    }
    let terminal = question.terminalID?.value ?? 0
    let newest = rows.last {
      $0.terminal == terminal && ($0.event == .booked ? $0.trace : $0.originalTrace) == original.value
        && $0.event != .declined
    }
    // What is not booked, or no longer, needs no undoing; asked again, nothing changes.
    if let newest, newest.event == .booked {
      try note(.reversed, question, Amount(minorUnits: newest.amount) ?? question.amount, original)
    }
    return Reply(answer: .reversed)
  }

  /// By its own books, a row a currency; what the terminal claims stands beside it.
  private func settle(
    _ question: AcquirerRequest.Question, _ claimed: [DayTotals]
  ) throws(SimulatorError) -> Reply {
    let magic = MagicAmount(question.amount, question.currency)
    if case .declined(let code) = magic { return Reply(answer: .declined(code)) }
    let terminal = question.terminalID?.value ?? 0
    // Asked again, nothing changes.
    let newest = rows.last { $0.terminal == terminal && $0.event != .declined }
    if newest?.event == .settled, newest?.trace == question.trace.value { return Reply(answer: .settled) }
    for day in unsettled(at: terminal, claimed) { try note(day, question) }
    return Reply(answer: magic == .silent ? nil : .settled, isSlow: magic == .slow)
  }

  private struct Day {
    let currency: Currency
    var amount: UInt64 = 0, count = 0
    var claimed: UInt64?
  }

  private func unsettled(at terminal: UInt32, _ claimed: [DayTotals]) -> [Day] {
    let own = rows.filter { $0.terminal == terminal }
    let open = own[((own.lastIndex { $0.event == .settled }) ?? -1).advanced(by: 1)...]
    var days = claimed.map { Day(currency: $0.currency ?? .eur, claimed: $0.amount?.minorUnits) }
    for row in open where row.event != .declined {
      guard let currency = Currency(numericCode: row.currency) else { continue }
      if !days.contains(where: { $0.currency == currency }) { days.append(Day(currency: currency)) }
      guard let index = days.firstIndex(where: { $0.currency == currency }) else { continue }
      if row.event == .booked {
        days[index].amount += row.amount
        days[index].count += 1
      } else {
        days[index].amount -= min(row.amount, days[index].amount)
        days[index].count -= 1
      }
    }
    return days
  }

  private func note(_ day: Day, _ question: AcquirerRequest.Question) throws(SimulatorError) {
    var question = question
    question.currency = day.currency
    try note(
      .settled, question, Amount(minorUnits: min(day.amount, Amount.maximum)) ?? .zero, count: day.count,
      claimed: day.claimed)
  }

  @discardableResult
  private func note(
    _ event: LedgerRow.Event, _ question: AcquirerRequest.Question, _ amount: Amount,
    _ original: TraceNumber? = nil, count: Int? = nil, claimed: UInt64? = nil
  ) throws(SimulatorError) -> String {
    let row = LedgerRow(
      event: event, terminal: question.terminalID?.value ?? 0, trace: question.trace.value,
      originalTrace: original?.value, amount: amount.minorUnits, currency: question.currency.numericCode,
      card: question.card?.text, reference: Self.reference(rows.count + 1),
      time: Int64(Date().timeIntervalSince1970), count: count, claimed: claimed)
    try file.append(row)
    rows.append(row)
    return row.reference
  }

  /// Eight digits, as wide as the field that carries them.
  private static func reference(_ number: Int) -> String {
    let digits = "\(number % 100_000_000)"
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}

/// A line of the acquirer's ledger.
public struct LedgerRow: Codable, Hashable, Sendable {
  /// What happened to the money.
  public enum Event: String, Codable, Sendable { case booked, declined, reversed, settled }

  public var event: Event
  public var terminal: UInt32
  /// The request's own; a reversal names what it undid in `originalTrace`.
  public var trace: UInt32
  public var originalTrace: UInt32?
  /// In minor units.
  public var amount: UInt64
  /// ISO 4217, numeric.
  public var currency: UInt16
  /// Masked.
  public var card: String?
  public var reference: String
  /// Seconds since 1970.
  public var time: Int64
  /// Of a settlement: how many payments stand, and what the terminal says they come to.
  public var count: Int?
  public var claimed: UInt64?
}
