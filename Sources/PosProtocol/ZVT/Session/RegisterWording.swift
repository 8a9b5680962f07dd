extension ZVT.RegisterConfiguration {
  /// The bytes of a command; nil if this wire cannot say it (a receipt number above 9999, a clock
  /// without a date).
  ///
  /// A payment always names its currency. The status enquiry asks for the software version, the last
  /// transaction for the record without a print.
  func encoded(
    _ command: ReaderCommand, _ safeguards: Safeguards = [], syncNumber: [UInt8] = []
  ) -> [UInt8]? {
    switch command {
    case .register: registration.encoded()
    case .logOff: ZVT.LogOff().encoded()
    case .status: statusEnquiry.encoded()
    case .pay(let request):
      authorization(request, safeguards.container(request.orderNumber, syncNumber: syncNumber)).encoded()
    case .lastTransaction: repeatReceipt.encoded()
    case .reverse(let request): reversal(request)?.encoded()
    case .openPreauthorizations: ZVT.PartialReversal.enquiry.encoded()
    case .diagnose: diagnosis.encoded()
    case .setClock(let clock): clockSetting(clock)?.encoded()
    case .closeDay: endOfDay.encoded()
    case .turnover: turnoverTotals.encoded()
    }
  }

  private var wirePassword: ZVT.Password { ZVT.Password(password) ?? .zero }

  private var registration: ZVT.Registration {
    var registration = ZVT.Registration()
    registration.password = wirePassword
    registration.config = config
    registration.currency = currency
    let takesBlocks = takesPrintBlocks && config.contains(.wantsPrintLines)
    if takesBlocks || asksForClock {
      registration.serviceByte = 0x01
      registration.tlv = permittedCommands(blocks: takesBlocks)
    }
    guard !safeguards.isEmpty else { return registration }
    // An empty container too says that the terminal may send some.
    var tlv = registration.tlv ?? ZVT.TLV()
    if safeguards.contains(.messageNumbers) { tlv.append(ZVT.MessageNumbers.tag, [0, 0, 0]) }
    registration.tlv = tlv
    return registration
  }

  /// The list of commands the terminal may send besides the usual ones: 06 D3 and 04 01.
  private func permittedCommands(blocks: Bool) -> ZVT.TLV {
    // Grown step by step: the Embedded compiler crashes on a constant of nested arrays.
    var commands: [ZVT.TLV.Object] = []
    if blocks { commands.append(ZVT.PrintTextBlock.control.listed) }
    if asksForClock { commands.append(ZVT.SetRegisterClock.control.listed) }
    var permitted = ZVT.TLV()
    permitted.objects.append(ZVT.TLV.Object(0x26, of: commands))
    return permitted
  }

  private var statusEnquiry: ZVT.StatusEnquiry {
    var enquiry = ZVT.StatusEnquiry()
    enquiry.password = wirePassword
    enquiry.serviceByte = asksForClock ? ZVT.StatusEnquiry.wantsContainer : 0x00
    return enquiry
  }

  private func authorization(_ request: PaymentRequest, _ tlv: ZVT.TLV?) -> ZVT.Authorization {
    var authorization = ZVT.Authorization()
    (authorization.amount, authorization.currency, authorization.tlv) = (
      request.amount, request.currency, tlv
    )
    return authorization
  }

  private var repeatReceipt: ZVT.RepeatReceipt {
    var receipt = ZVT.RepeatReceipt()
    receipt.password = wirePassword
    receipt.serviceByte = ZVT.RepeatReceipt.sendsRecord | ZVT.RepeatReceipt.suppressesPrint
    return receipt
  }

  private var endOfDay: ZVT.EndOfDay {
    var endOfDay = ZVT.EndOfDay()
    endOfDay.password = wirePassword
    return endOfDay
  }

  private var turnoverTotals: ZVT.TurnoverTotals {
    var totals = ZVT.TurnoverTotals()
    totals.password = wirePassword
    return totals
  }

  private func reversal(_ request: ReversalRequest) -> ZVT.Reversal? {
    guard let receipt = ZVT.Receipt(request.receiptNumber) else { return nil }
    var reversal = ZVT.Reversal()
    reversal.password = wirePassword
    reversal.receiptNumber = receipt
    (reversal.amount, reversal.currency) = (request.amount, request.currency)
    return reversal
  }

  /// Of the line alone: an extended one may load and set things at the terminal.
  private var diagnosis: ZVT.Diagnosis {
    var (diagnosis, tlv) = (ZVT.Diagnosis(), ZVT.TLV())
    tlv.append(ZVT.Diagnosis.kindTag, [ZVT.Diagnosis.line])
    diagnosis.tlv = tlv
    return diagnosis
  }

  private func clockSetting(_ clock: ClockReading) -> ZVT.SetTerminalClock? {
    guard let (date, time) = clock.dateAndTime else { return nil }
    var setting = ZVT.SetTerminalClock()
    (setting.password, setting.date, setting.time) = (wirePassword, date, time)
    return setting
  }
}

extension ZVT.ControlField {
  /// As an entry of a list of permitted commands.
  fileprivate var listed: ZVT.TLV.Object { ZVT.TLV.Object(0x0A, [classByte, instruction]) }
}

extension ZVT {
  /// Why a response says no; for one that cannot be read, its second byte.
  static func refusalCode(_ apdu: APDU) -> UInt8 {
    (try? Response(decoding: apdu))?.code ?? apdu.control.instruction
  }

  /// What a message of the terminal says of its clock; nil if it says nothing of it, or no date.
  static func toldClock(_ apdu: APDU) -> ClockReading? {
    guard apdu.control == SetRegisterClock.control, let told = try? SetRegisterClock(decoding: apdu) else {
      return nil
    }
    return ClockReading(date: told.date, time: told.time)
  }

  /// What a message of the terminal wants printed; nil if it is no print message, or cannot be read.
  static func printedLines(_ apdu: APDU) -> [PrintedLine]? {
    switch apdu.control {
    case PrintLine.control: (try? PrintLine(decoding: apdu))?.lines
    case PrintTextBlock.control: (try? PrintTextBlock(decoding: apdu))?.lines
    default: nil
    }
  }
}
