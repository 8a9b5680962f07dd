extension ZVT.RegisterConfiguration {
  /// The bytes of a command; nil if this wire cannot say it (a receipt number above 9999).
  ///
  /// A payment always names its currency. The status enquiry asks for the software version, the last
  /// transaction for the record without a print.
  func encoded(_ command: ReaderCommand) -> [UInt8]? {
    switch command {
    case .register: registration.encoded()
    case .logOff: ZVT.LogOff().encoded()
    case .status: statusEnquiry.encoded()
    case .pay(let request): authorization(request).encoded()
    case .lastTransaction: repeatReceipt.encoded()
    case .reverse(let request): reversal(request)?.encoded()
    }
  }

  private var wirePassword: ZVT.Password { ZVT.Password(password) ?? .zero }

  private var registration: ZVT.Registration {
    var registration = ZVT.Registration()
    registration.password = wirePassword
    registration.config = config
    registration.currency = currency
    if takesPrintBlocks, config.contains(.wantsPrintLines) {
      registration.serviceByte = 0x01
      registration.tlv = permittedCommands
    }
    return registration
  }

  /// The list of commands the terminal may send besides the usual ones: 06 D3.
  private var permittedCommands: ZVT.TLV {
    let block = ZVT.PrintTextBlock.control
    // Grown step by step: the Embedded compiler crashes on a constant of nested arrays.
    var commands: [ZVT.TLV.Object] = []
    commands.append(ZVT.TLV.Object(0x0A, [block.classByte, block.instruction]))
    var permitted = ZVT.TLV()
    permitted.objects.append(ZVT.TLV.Object(0x26, of: commands))
    return permitted
  }

  private var statusEnquiry: ZVT.StatusEnquiry {
    var enquiry = ZVT.StatusEnquiry()
    enquiry.password = wirePassword
    enquiry.serviceByte = 0x00
    return enquiry
  }

  private func authorization(_ request: PaymentRequest) -> ZVT.Authorization {
    var authorization = ZVT.Authorization()
    (authorization.amount, authorization.currency) = (request.amount, request.currency)
    return authorization
  }

  private var repeatReceipt: ZVT.RepeatReceipt {
    var receipt = ZVT.RepeatReceipt()
    receipt.password = wirePassword
    receipt.serviceByte = ZVT.RepeatReceipt.sendsRecord | ZVT.RepeatReceipt.suppressesPrint
    return receipt
  }

  private func reversal(_ request: ReversalRequest) -> ZVT.Reversal? {
    guard let receipt = ZVT.Receipt(request.receiptNumber) else { return nil }
    var reversal = ZVT.Reversal()
    reversal.password = wirePassword
    reversal.receiptNumber = receipt
    (reversal.amount, reversal.currency) = (request.amount, request.currency)
    return reversal
  }
}

extension ZVT {
  /// Why a response says no; for one that cannot be read, its second byte.
  static func refusalCode(_ apdu: APDU) -> UInt8 {
    (try? Response(decoding: apdu))?.code ?? apdu.control.instruction
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
