// Prints our core messages for another reader to judge, one a line, parts separated by tabs: the control
// field's name, the APDU, its serial frame, and each value by the name we give it. See scripts/judge.
import PosProtocol

/// One message and what we say is in it.
struct Exhibit {
  let apdu: ZVT.APDU
  let values: [(name: String, value: String)]

  init(_ message: some ZVT.Message, and more: [(String, String)] = []) {
    apdu = message.apdu
    let described = message.described
    let tags = described.compactMap { field in field.tag.map { ("bmp", Hex.text([$0.number])) } }
    // A password is hidden and a container counted where we describe; `more` says what is in them.
    let shown = described.map { ("\($0.name)", $0.value) }.filter { !["password", "tlv"].contains($0.0) }
    values = tags + shown + more
  }

  var line: String {
    let bytes = apdu.encoded()
    let parts = values.map { "\($0.name)=\($0.value)" }
    let name = apdu.control.name.map { "\($0)" } ?? ""
    return ([name, Hex.text(bytes), Hex.text(ZVT.FrameEncoder.encode(bytes))] + parts).joined(separator: "\t")
  }
}

/// Amounts and numbers are free of the byte 10: this judge does not undo the doubling of a serial line.
let record = {
  var record = TransactionRecord()
  (record.result, record.isApproval) = (ResultCode(.zvt, 0), true)
  record.amount = Amount(minorUnits: 1_500_000)
  record.currency = .eur
  record.receiptNumber = ReceiptNumber(42)
  record.traceNumber = TraceNumber(470)
  record.clock = ClockReading(month: 7, day: 22, hour: 13, minute: 45, second: 1)
  record.terminalID = TerminalID(12_345_678)
  record.card = MaskedCardNumber(masking: [6, 0, 3, 7, 9, 9, 14, 14, 14, 14, 14, 14, 0, 0, 0, 6])
  record.cardName = WireText("girocard")
  record.merchantNumber = WireText("123456789012345")
  record.hostReference = WireText("12345678")
  record.additionalText = WireText("thank you")
  return record
}()

func registration() -> Exhibit {
  var message = ZVT.Registration()
  message.password = ZVT.Password(123_456) ?? .zero
  message.config = [.printsPaymentReceipts, .wantsIntermediateStatus, .controlsPayment, .wantsPrintLines]
  message.currency = .eur
  message.tlv = ZVT.TLV([ZVT.TLV.Object(0x26, of: [ZVT.TLV.Object(0x0A, [0x06, 0xD3])])])
  return Exhibit(message, and: [("password", "123456"), ("permittedCommand", "06D3")])
}

func authorization() -> Exhibit {
  var message = ZVT.Authorization()
  (message.amount, message.currency) = (Amount(minorUnits: 1_250), .eur)
  (message.timeout, message.maximumWaits) = (30, 5)
  return Exhibit(message)
}

func statusInformation() -> Exhibit {
  var message = ZVT.StatusInformation(record, namesCurrency: true)
  message.expiry = ZVT.DigitPairs(28, 12)
  message.cardSequence = ZVT.DigitPairs(0, 1)
  message.paymentType = 0x70
  message.cardType = 5
  return Exhibit(message)
}

func decline() -> Exhibit {
  var message = ZVT.StatusInformation()
  (message.result, message.terminalID) = (0x6C, TerminalID(12_345_678))
  return Exhibit(message)
}

func reversal() -> Exhibit {
  var message = ZVT.Reversal()
  message.password = ZVT.Password(123_456) ?? .zero
  message.receiptNumber = ReceiptNumber(42).flatMap { ZVT.Receipt($0) }
  message.amount = Amount(minorUnits: 1_250)
  return Exhibit(message, and: [("password", "123456")])
}

func textBlock() -> Exhibit {
  let texts = [WireText("PAYMENT"), WireText("AMOUNT  12.50 EUR"), WireText("APPROVED")]
  var lines = texts.map { PrintedLine(text: $0) }
  for index in lines.indices { lines[index].receipt = .customer }
  (lines[0].isCentred, lines[2].isLast) = (true, true)
  let shown = texts.map { ("line", String(decoding: $0.bytes, as: UTF8.self)) }
  return Exhibit(ZVT.PrintTextBlock(lines), and: [("receiptType", "2")] + shown)
}

func completion() -> Exhibit {
  var capabilities = Capabilities()
  (capabilities.terminalID, capabilities.currency) = (TerminalID(12_345_678), .eur)
  return Exhibit(ZVT.Completion.registered(capabilities))
}

/// Of this command tshark reads the name alone.
func endOfDay() -> Exhibit {
  var message = ZVT.EndOfDay()
  message.password = ZVT.Password(123_456) ?? .zero
  return Exhibit(message)
}

let exhibits = [
  registration(), completion(), authorization(), Exhibit(ZVT.IntermediateStatus(code: 0x0A)),
  Exhibit(ZVT.IntermediateStatus(code: 0x17, minutes: 3)), statusInformation(), decline(),
  Exhibit(ZVT.PrintLine(PrintedLine(text: WireText("TOTAL 12.50")))), textBlock(), Exhibit(ZVT.Completion()),
  Exhibit(ZVT.Abort(result: 0x6C)), reversal(),
  endOfDay(),
]
for exhibit in exhibits { print(exhibit.line) }
