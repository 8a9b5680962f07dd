import PosProtocol

extension Receipt {
  /// What is printed of an end of day.
  static func day(_ close: Turnover, settings: TerminalSettings) -> [PrintedLine] {
    var lines = [
      centred(settings.merchant), centred(WireText("END OF DAY")),
      row("TERMINAL", number: close.record.terminalID.map { UInt64($0.value) }, width: 8),
      row("TRACE", number: UInt64(close.trace.value), width: 6),
    ]
    if let clock = close.record.clock { lines.append(row(clock)) }
    for day in close.totals {
      let currency = day.currency ?? .eur
      lines.append(row("FIRST RECEIPT", number: day.firstReceipt.map { UInt64($0.value) }, width: 4))
      lines.append(row("LAST RECEIPT", number: day.lastReceipt.map { UInt64($0.value) }, width: 4))
      for group in day.groups {
        lines.append(row(group.scheme.name, number: UInt64(group.count), width: 1))
        lines.append(
          PrintedLine(text: ReceiptText.row({ $0.add("") }, { $0.add(group.amount, currency) })))
      }
      lines.append(total(day.amount ?? .zero, currency))
    }
    for index in lines.indices { lines[index].receipt = .administration }
    lines[lines.count - 1].isLast = true
    return lines
  }
}
