internal import PosProtocol

/// A part of a slip, from the top, before it is text, page or picture. Every renderer shows all of them.
public enum ReceiptElement: Hashable, Sendable {
  /// Of the office, centred.
  case heading(String)
  /// What the slip is, centred and large.
  case title(String)
  /// Whose copy it is, and whether it is one: centred.
  case mark(String)
  case rule
  case row(Row)
  /// Whole sentences, wrapped.
  case paragraph(String)
  /// To be scanned: a QR code. Plain text leaves it out; the number stands in a row as well.
  case code(String)

  /// What is known, and its name.
  public struct Row: Hashable, Sendable {
    public var label: String
    public var value: String
    /// Runs from left to right whatever stands around it.
    public var isNumber = true
    /// What people look for first.
    public var isStrong = false
  }
}

extension Receipt {
  /// The slip's parts, from the top.
  public func elements(_ language: Language) -> [ReceiptElement] {
    let texts = ReceiptTexts(language)
    var elements = office.map { ReceiptElement.heading(PlainText.safe($0)) }
    elements += [.title(texts.title(kind)), .mark(texts.copy(copy))]
    if isReprint { elements.append(.mark(texts.reprint)) }
    elements.append(.rule)
    for (index, line) in lines.enumerated() {
      elements += lineRows(line, index, texts).map(ReceiptElement.row)
      if lines.count > 1 { elements.append(.rule) }
    }
    elements += rows(texts).map(ReceiptElement.row)
    elements += [.rule, .paragraph(texts.closing(kind))]
    if let tracking, kind == .receipt || kind == .reversal {
      elements.append(.code(PlainText.safe(tracking)))
    }
    return elements
  }

  private func lineRows(_ line: Line, _ index: Int, _ texts: ReceiptTexts) -> [ReceiptElement.Row] {
    var rows: [ReceiptElement.Row] = []
    let service = line.billID.flatMap { try? BillID($0) }?.service
    let label = lines.count > 1 ? "\(texts.purpose) \(texts.number(String(index + 1)))" : texts.purpose
    if let purpose = line.purpose ?? service.map({ texts.name($0) }) {
      rows.append(.init(label: label, value: PlainText.safe(purpose), isNumber: false))
    }
    if let bill = line.billID { rows.append(.init(label: texts.billID, value: texts.number(bill))) }
    if let payment = line.paymentID {
      rows.append(.init(label: texts.paymentID, value: texts.number(payment)))
    }
    if lines.count > 1 {
      rows.append(.init(label: texts.amount, value: texts.money(line.amount, currency), isNumber: false))
    }
    return rows
  }

  private func rows(_ texts: ReceiptTexts) -> [ReceiptElement.Row] {
    var rows: [ReceiptElement.Row] = []
    if let applicant {
      rows.append(.init(label: texts.applicant, value: PlainText.safe(applicant), isNumber: false))
    }
    rows.append(.init(label: texts.status, value: texts.status(kind), isNumber: false, isStrong: true))
    rows.append(
      .init(
        label: lines.count > 1 ? texts.total : texts.amount, value: texts.money(amount, currency),
        isNumber: false, isStrong: true))
    if currency == .irr {
      rows.append(.init(label: texts.toman, value: texts.toman(amount), isNumber: false))
    }
    rows += texts.dates(JalaliDate(time))
    if let reversed {
      let date = JalaliDate(reversed)
      rows.append(.init(label: texts.reversed, value: texts.number("\(date.dateText) \(date.timeText)")))
    }
    // Numbers of a record prove nothing unless the payment stands or stood.
    if kind != .declined && kind != .doubt { rows += recordRows(texts) }
    if copy == .merchant, let key { rows.append(.init(label: texts.key, value: PlainText.safe(key))) }
    return rows
  }

  private func recordRows(_ texts: ReceiptTexts) -> [ReceiptElement.Row] {
    let bank = card.flatMap(CardIssuer.init).map { texts.name($0) }
    let numbers = [
      (texts.tracking, tracking), (texts.reference, reference), (texts.receiptNumber, receiptNumber),
      (texts.card, card?.text), (texts.bank, bank), (texts.terminal, terminal), (texts.merchant, merchant),
    ]
    return numbers.compactMap { label, value in
      guard let value, !value.isEmpty else { return nil }
      return .init(
        label: label, value: texts.number(PlainText.safe(value)), isNumber: label != texts.bank)
    }
  }
}
