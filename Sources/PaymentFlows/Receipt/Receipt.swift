internal import PosProtocol

/// What the citizen gets: a receipt for an approved payment, otherwise a slip that says plainly what is
/// known.
public struct Receipt: Hashable, Sendable {
  /// What it is written in.
  public enum Language: String, CaseIterable, Hashable, Sendable { case persian, english }
  /// Columns of the paper.
  public enum Width: Int, CaseIterable, Hashable, Sendable {
    case narrow = 32
    case wide = 40
  }
  /// Only `receipt` proves a payment.
  public enum Kind: CaseIterable, Hashable, Sendable { case receipt, reversal, declined, doubt }

  public let attempt: Attempt
  public let isReprint: Bool

  public init(_ attempt: Attempt, isReprint: Bool = false) {
    (self.attempt, self.isReprint) = (attempt, isReprint)
  }

  public var kind: Kind {
    switch (attempt.outcome, attempt.kind) {
    case (.approved, .payment): .receipt
    case (.approved, .reversal): .reversal
    case (.declined, _), (.notSent, _): .declined
    case (.unknown, _): .doubt
    }
  }

  /// The slip, one string a line, each exactly `width` columns wide on a display that knows bidirectional
  /// text.
  ///
  /// Persian lines begin with a right-to-left mark, and what runs from left to right in them (numbers, dates)
  /// stands in isolates; both are invisible and take no column.
  public func lines(_ language: Language, width: Width = .wide) -> [String] {
    let texts = ReceiptTexts(language)
    let layout = ReceiptLayout(width: width.rawValue, isRightToLeft: language == .persian)
    var lines = [layout.centred(texts.title(kind))]
    if isReprint { lines.append(layout.centred(texts.reprint)) }
    lines.append(layout.rule)
    for row in rows(texts) { lines += layout.row(row.label, row.value, isNumber: row.isNumber) }
    lines.append(layout.rule)
    lines += layout.wrapped(texts.closing(kind))
    return lines
  }

  /// The lines, each with its end.
  public func text(_ language: Language, width: Width = .wide) -> String {
    lines(language, width: width).joined(separator: "\n") + "\n"
  }
}

extension Receipt {
  private struct Row {
    var label: String
    var value: String
    /// Runs from left to right whatever stands around it.
    var isNumber = true
  }

  private func rows(_ texts: ReceiptTexts) -> [Row] {
    let date = JalaliDate(attempt.time)
    var rows = attempt.lines.flatMap { lineRows($0, texts) }
    rows.append(Row(label: texts.status, value: texts.status(kind), isNumber: false))
    rows += [
      Row(label: texts.amount, value: texts.money(attempt.amount, attempt.currency), isNumber: false)
    ]
    if attempt.currency == .irr {
      rows.append(Row(label: texts.toman, value: texts.toman(attempt.amount), isNumber: false))
    }
    rows.append(Row(label: texts.date, value: texts.number(date.dateText)))
    rows.append(Row(label: texts.time, value: texts.number(date.timeText)))
    // Numbers of a record prove nothing unless the payment stands.
    if kind == .receipt || kind == .reversal { rows += recordRows(texts) }
    return rows
  }

  private func lineRows(_ line: Attempt.Line, _ texts: ReceiptTexts) -> [Row] {
    var rows: [Row] = []
    let service = line.billID.flatMap { try? BillID($0) }?.service
    if let purpose = line.purpose ?? service.map({ texts.name($0) }) {
      rows.append(Row(label: texts.purpose, value: purpose, isNumber: false))
    }
    if let bill = line.billID { rows.append(Row(label: texts.billID, value: texts.number(bill))) }
    if let payment = line.paymentID { rows.append(Row(label: texts.paymentID, value: texts.number(payment))) }
    if attempt.lines.count > 1 {
      rows.append(
        Row(label: texts.amount, value: texts.money(line.amount, attempt.currency), isNumber: false))
    }
    return rows
  }

  private func recordRows(_ texts: ReceiptTexts) -> [Row] {
    guard let record = attempt.record else { return [] }
    var rows: [Row] = []
    func add(_ label: String, _ value: String?) {
      if let value, !value.isEmpty { rows.append(Row(label: label, value: texts.number(value))) }
    }
    add(texts.tracking, record.traceNumber.map { Self.padded($0.value, 6) })
    add(texts.reference, record.hostReference?.string)
    add(texts.receiptNumber, record.receiptNumber.map { Self.padded($0.value, 4) })
    add(texts.card, record.card?.text)
    add(texts.terminal, record.terminalID.map { Self.padded($0.value, 8) })
    return rows
  }

  private static func padded(_ number: UInt32, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
