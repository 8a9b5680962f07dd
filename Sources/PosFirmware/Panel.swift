public import PosProtocol

/// What stands on the terminal's own display.
public struct Panel: Hashable, Sendable {
  public var lines: [WireText]

  init(_ lines: WireText...) { self.lines = lines }

  static let ready = Panel(WireText("READY"))
  static let outOfService = Panel(WireText("OUT OF SERVICE"))
  static let reconciliationNeeded = Panel(WireText("CLOSE THE DAY"))
  static let closingDay = Panel(WireText("CLOSING THE DAY"), WireText("PLEASE WAIT"))
  static let dayClosed = Panel(WireText("DAY CLOSED"))
  static let reversing = Panel(WireText("REVERSING"), WireText("PLEASE WAIT"))
  static let stopped = Panel(WireText("STOPPED"))
  static let declined = Panel(WireText("DECLINED"))

  static func insertCard(_ amount: Amount, _ currency: Currency) -> Panel {
    Panel(total(amount, currency), WireText("INSERT CARD"))
  }

  static func processing(_ amount: Amount, _ currency: Currency) -> Panel {
    Panel(total(amount, currency), WireText("PROCESSING"))
  }

  static func approved(_ amount: Amount, _ currency: Currency) -> Panel {
    Panel(total(amount, currency), WireText("APPROVED"))
  }

  private static func total(_ amount: Amount, _ currency: Currency) -> WireText {
    var text = ReceiptText()
    text.add(amount, currency)
    return WireText(bytes: text.bytes)
  }
}
