extension ZVT {
  /// What a register asks for; nil if this terminal does not know the command, or an unknown field stands in
  /// it.
  ///
  /// - Throws: what decoding throws; `.missingField` where a field is needed that the specification leaves
  ///   open.
  static func terminalCommand(_ apdu: APDU) throws(CodecError) -> TerminalCommand? {
    switch apdu.control {
    case Registration.control: return try known(Registration(decoding: apdu))?.request
    case Authorization.control: return try known(Authorization(decoding: apdu))?.request(apdu)
    case LogOff.control: return try known(LogOff(decoding: apdu)).map { _ in .logOff }
    case RepeatReceipt.control: return try known(RepeatReceipt(decoding: apdu))?.request
    case Reversal.control: return try known(Reversal(decoding: apdu))?.request(apdu)
    case EndOfDay.control:
      return try known(EndOfDay(decoding: apdu)).map { .closeDay(password: $0.password.value) }
    case TurnoverTotals.control:
      return try known(TurnoverTotals(decoding: apdu)).map { .turnover(password: $0.password.value) }
    case StatusEnquiry.control:
      return try known(StatusEnquiry(decoding: apdu)).map {
        .status(
          password: $0.password?.value,
          wantsClock: ($0.serviceByte ?? 0) & StatusEnquiry.wantsContainer != 0)
      }
    case PartialReversal.control:
      return try known(PartialReversal(decoding: apdu)).flatMap {
        $0.isEnquiry ? .openPreauthorizations : nil
      }
    case Diagnosis.control: return try known(Diagnosis(decoding: apdu)).map { _ in .diagnose }
    case SetTerminalClock.control: return try known(SetTerminalClock(decoding: apdu))?.request(apdu)
    default: return nil
    }
  }

  /// A command with an unknown field is refused as a whole; fields that are known and not used are passed
  /// over.
  private static func known<Command: Message>(_ command: Command) -> Command? {
    command.rest.tail.isEmpty ? command : nil
  }

  /// How many lines go into one block: far below an APDU's length, whatever the lines are.
  static let linesInBlock = 64

  static func encodedLines(_ lines: [PrintedLine], inBlocks: Bool) -> [[UInt8]] {
    guard inBlocks else { return lines.map { bare($0).encoded() } }
    var blocks: [[UInt8]] = []
    var rest = lines[...]
    while !rest.isEmpty {
      blocks.append(PrintTextBlock(Array(rest.prefix(linesInBlock))).encoded())
      rest = rest.dropFirst(linesInBlock)
    }
    return blocks
  }

  /// 06 D1 has no container: old registers would print it as part of the text.
  private static func bare(_ line: PrintedLine) -> PrintLine {
    var line = line
    line.receipt = .unspecified
    return PrintLine(line)
  }

  /// None for a clock without a date.
  static func encodedClock(_ clock: ClockReading) -> [[UInt8]] {
    guard let (date, time) = clock.dateAndTime else { return [] }
    var message = SetRegisterClock()
    (message.date, message.time) = (date, time)
    return [message.encoded()]
  }

  static func encodedCompletion(_ completion: TerminalMessage.Completion) -> [UInt8] {
    switch completion {
    case .plain: Completion().encoded()
    case .registered(let capabilities): Completion.registered(capabilities).encoded()
    case .status(let status): Completion.status(status).encoded()
    }
  }

  /// A wrong currency is named together with the right one.
  static func encodedAbort(_ code: ResultCode, _ currency: Currency?) -> [UInt8] {
    var abort = Abort(result: wireCode(code))
    if abort.result == wrongCurrency { abort.currency = currency }
    return abort.encoded()
  }

  static func encodedRefusal(_ code: ResultCode, of command: TerminalCommand, _ currency: Currency?)
    -> [UInt8]
  {
    if case .register = command, wireCode(code) == wrongCurrency {
      return Response.wrongCurrency(currency).encoded()
    }
    return Response.negative(wireCode(code)).encoded()
  }

  private static let wrongCurrency: UInt8 = 0x6F

  /// FF (system error) for a number this wire has no byte for.
  private static func wireCode(_ code: ResultCode) -> UInt8 { UInt8(exactly: code.number) ?? 0xFF }

  static func partialAmount(_ apdu: APDU) -> Amount? { (try? Response(decoding: apdu))?.amount }
}

extension ZVT.Registration {
  fileprivate var request: TerminalCommand {
    var request = RegistrationRequest(
      password: password.value, currency: currency,
      printsPaymentReceipts: config.contains(.printsPaymentReceipts),
      wantsProgress: config.contains(.wantsIntermediateStatus),
      wantsPrintLines: config.contains(.wantsPrintLines),
      takesPrintBlocks: permits(ZVT.PrintTextBlock.control),
      takesClock: permits(ZVT.SetRegisterClock.control))
    request.printsAdministrationReceipts = config.contains(.printsAdministrationReceipts)
    request.takesContainers = tlv != nil
    request.offersMessageNumbers = tlv?.value(ZVT.MessageNumbers.tag)?.count == 3
    return .register(request)
  }

  private func permits(_ control: ZVT.ControlField) -> Bool {
    tlv?.first(0x26)?.objects.contains { $0.value == [control.classByte, control.instruction] } ?? false
  }
}

extension ZVT.Authorization {
  /// An absent currency is euro.
  fileprivate func request(_ apdu: ZVT.APDU) throws(CodecError) -> TerminalCommand {
    guard let amount else { throw CodecError(.missingField(0x04), at: apdu.headerCount + apdu.data.count) }
    var options = PaymentOptions()
    options.namedCurrency = currency != nil
    options.maximumWaits = maximumWaits
    options.receiptSync = Safeguards.receiptSync(in: tlv)
    let order = Safeguards.order(in: tlv)
    return .pay(PaymentRequest(amount: amount, currency: currency ?? .eur, orderNumber: order), options)
  }
}

extension ZVT.SetTerminalClock {
  fileprivate func request(_ apdu: ZVT.APDU) throws(CodecError) -> TerminalCommand {
    guard let clock = ClockReading(date: date, time: time) else {
      throw CodecError(.outOfRange, at: apdu.headerCount + 3)
    }
    return .setClock(clock, password: password.value)
  }
}

extension ZVT.RepeatReceipt {
  fileprivate var request: TerminalCommand {
    let service = serviceByte ?? 0
    return .lastTransaction(
      password: password.value, sendRecord: service & Self.sendsRecord != 0,
      print: service & Self.suppressesPrint == 0)
  }
}

extension ZVT.Reversal {
  fileprivate func request(_ apdu: ZVT.APDU) throws(CodecError) -> TerminalCommand {
    guard let receiptNumber else {
      throw CodecError(.missingField(0x87), at: apdu.headerCount + apdu.data.count)
    }
    return .reverse(
      ReversalRequest(receiptNumber: receiptNumber.number, amount: amount, currency: currency),
      password: password.value)
  }
}
