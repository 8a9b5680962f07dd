import PosProtocol

/// What is printed of one transaction, a copy for each side.
enum Receipt {
  /// Both copies, the merchant's first. Nothing for what came to nothing.
  static func copies(of turnover: Turnover, settings: TerminalSettings) -> [[PrintedLine]] {
    guard turnover.record.isApproval else { return [] }
    return [PrintedLine.Receipt.merchant, .customer].map { copy in
      lines(of: turnover, settings: settings, copy: copy)
    }
  }

  private static func lines(
    of turnover: Turnover, settings: TerminalSettings, copy: PrintedLine.Receipt
  ) -> [PrintedLine] {
    let record = turnover.record
    var lines = [
      centred(settings.merchant),
      centred(copy == .merchant ? WireText("MERCHANT COPY") : WireText("CUSTOMER COPY")),
      PrintedLine(text: WireText(bytes: [])),
      centred(turnover.kind == .payment ? WireText("PAYMENT") : WireText("REVERSAL")),
      row("TERMINAL", number: record.terminalID.map { UInt64($0.value) }, width: 8),
      row("RECEIPT", number: record.receiptNumber.map { UInt64($0.value) }, width: 4),
      row("TRACE", number: record.traceNumber.map { UInt64($0.value) }, width: 6),
    ]
    if let original = record.originalTrace {
      lines.append(row("REVERSED TRACE", number: UInt64(original.value), width: 6))
    }
    if let clock = record.clock { lines.append(row(clock)) }
    if let card = record.card {
      lines.append(PrintedLine(text: ReceiptText.row({ $0.add("CARD") }, { $0.add(card) })))
    }
    if let amount = record.amount { lines.append(total(amount, turnover.currency)) }
    if let reference = record.hostReference {
      lines.append(PrintedLine(text: ReceiptText.row({ $0.add("REF") }, { $0.add(reference) })))
    }
    var last = centred(WireText("APPROVED"))
    last.isLast = true
    lines.append(last)
    for index in lines.indices { lines[index].receipt = copy }
    return lines
  }

  static func centred(_ text: WireText) -> PrintedLine {
    var line = PrintedLine(text: text)
    line.isCentred = true
    return line
  }

  static func row(_ name: StaticString, number: UInt64?, width: Int) -> PrintedLine {
    PrintedLine(text: ReceiptText.row({ $0.add(name) }, { if let number { $0.add(number, width: width) } }))
  }

  static func row(_ clock: ClockReading) -> PrintedLine {
    PrintedLine(
      text: ReceiptText.row(
        { text in
          guard let month = clock.month, let day = clock.day else { return }
          text.add(UInt64(month), width: 2)
          text.add("-")
          text.add(UInt64(day), width: 2)
        },
        { text in
          text.add(UInt64(clock.hour), width: 2)
          text.add(":")
          text.add(UInt64(clock.minute), width: 2)
          text.add(":")
          text.add(UInt64(clock.second), width: 2)
        }))
  }

  static func total(_ amount: Amount, _ currency: Currency) -> PrintedLine {
    var line = PrintedLine(text: ReceiptText.row({ $0.add("TOTAL") }, { $0.add(amount, currency) }))
    line.isDoubleHeight = true
    return line
  }
}
