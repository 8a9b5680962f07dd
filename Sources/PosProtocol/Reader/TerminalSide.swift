/// What a register asks of a terminal, as the terminal's firmware sees it.
public enum TerminalCommand: Hashable, Sendable {
  case register(RegistrationRequest)
  case logOff
  /// With its clock, if the register wants that (ZVT service bit 04).
  case status(password: UInt32?, wantsClock: Bool = false)
  case pay(PaymentRequest, PaymentOptions)
  case lastTransaction(password: UInt32, sendRecord: Bool, print: Bool)
  case reverse(ReversalRequest, password: UInt32)
  /// ZVT 06 23 with receipt number FFFF.
  case openPreauthorizations
  /// ZVT 06 70.
  case diagnose
  /// ZVT 06 91.
  case setClock(ClockReading, password: UInt32)
  case closeDay(password: UInt32)
  case turnover(password: UInt32)
  /// May come while another command runs. Answer it with `.accept` (the running command then ends with
  /// `.abort`) or `.refuse`.
  case abort
}

/// How a register wants to be served.
///
/// - Wire: ZVT 06 00: password, config byte, CC, TLV 26.
public struct RegistrationRequest: Hashable, Sendable {
  /// Six digits, 0...999_999.
  public var password: UInt32
  public var currency: Currency?
  public var printsPaymentReceipts: Bool
  /// Of an end of day and the like.
  public var printsAdministrationReceipts = true
  public var wantsProgress: Bool
  /// The terminal sends ready lines; otherwise the register composes the receipt from the record.
  public var wantsPrintLines: Bool
  /// It takes whole blocks (06 D3), not only single lines (06 D1).
  public var takesPrintBlocks: Bool
  /// It may be told what the terminal's clock shows (04 01).
  public var takesClock: Bool
  /// It understands more than the plain fields (ZVT: a TLV container stood in its registration).
  public var takesContainers = false
  /// It can number its messages (ZVT TLV 1F73).
  public var offersMessageNumbers = false

  public init(
    password: UInt32, currency: Currency?, printsPaymentReceipts: Bool, wantsProgress: Bool,
    wantsPrintLines: Bool, takesPrintBlocks: Bool, takesClock: Bool = false
  ) {
    (self.password, self.currency) = (password, currency)
    (self.printsPaymentReceipts, self.wantsProgress) = (printsPaymentReceipts, wantsProgress)
    (self.wantsPrintLines, self.takesPrintBlocks) = (wantsPrintLines, takesPrintBlocks)
    self.takesClock = takesClock
  }
}

/// What a payment command says besides what is to be paid.
public struct PaymentOptions: Hashable, Sendable {
  /// The register named a currency, so the terminal names it too (ZVT BMP 49).
  public var namedCurrency = true
  /// How often the register may ask to wait before it acknowledges; nil: without limit (ZVT BMP 02).
  public var maximumWaits: UInt8?
  /// The receipt the register saw last, where the two keep in step by receipt numbers (ZVT TLV 1F1F).
  public var receiptSync: ReceiptSync?

  /// What a register says of the last receipt.
  public enum ReceiptSync: Hashable, Sendable {
    /// It has seen none.
    case fresh
    case after(ReceiptNumber)
  }

  public init() {}
}

/// What the firmware tells the register.
public enum TerminalMessage: Hashable, Sendable {
  /// The command is accepted (ZVT 80 00 00); also the whole answer to log-off and abort.
  case accept
  /// It is not (ZVT 84 xx 00; with a currency for 6F).
  case refuse(ResultCode)
  /// ZVT 04 FF. `minutes` sets the register's T4 anew.
  case progress(code: UInt8, texts: [WireText], minutes: UInt8?)
  /// ZVT 04 0F.
  case record(TransactionRecord)
  /// ZVT 04 0F with a day's totals.
  case totals(DayTotals)
  /// ZVT 06 D1 or 06 D3, as the register asked.
  case print([PrintedLine])
  /// ZVT 04 01: what the terminal's clock shows; sent only with a full date, and to a register that takes it.
  case clock(ClockReading)
  /// ZVT 06 0F: the command is over.
  case complete(Completion)
  /// ZVT 06 1E: the command is over, and failed.
  case abort(ResultCode)
  /// ZVT 06 1E with B8: the enquiry is over, and these are open.
  case openPreauthorizations([ReceiptNumber])

  /// What a completion carries, by the command it ends.
  public enum Completion: Hashable, Sendable {
    case plain
    case registered(Capabilities)
    case status(TerminalStatus)
  }
}

/// How the register answered a message of the terminal.
public enum RegisterReply: Hashable, Sendable {
  /// ZVT 80 00 00 or 84 00 00. For a record this is the commit point.
  case accepted
  /// ZVT 84 9D: only this amount is due.
  case partly(Amount)
  /// ZVT 84 xx: for a record, reverse.
  case refused(ResultCode)
  /// Nothing came, or the line is gone: for a record, reverse.
  case none
}

/// What goes into a terminal's machine.
public enum TerminalInput: Sendable {
  case bytes([UInt8])
  /// Say this to the register. `.accept` and `.refuse` may be said as soon as their command came, also while
  /// another message is out (the answer to an abort), and give no `.answered`. Any other message may be said
  /// after its command's `.accept` when none is out: each gets exactly one `.answered`. The machine holds
  /// what the line cannot take yet.
  case say(TerminalMessage)
  case writeRefused
  /// The line is gone: the dialogue is over, the machine is ready for a new line.
  case lineLost
  case proceed
}

/// What a terminal's machine wants done, one at a time.
public enum TerminalAction: Hashable, Sendable {
  case write([UInt8])
  /// The register asks. Exactly one `.accept` or `.refuse` must follow.
  case command(TerminalCommand)
  /// How the register took the message that was out (never accept or refuse); `84 9C` (wait) and repeats are
  /// dealt with inside.
  case answered(RegisterReply)
  /// The dialogue is over and the register is master again, or the line is gone; `.say` has no place until
  /// the next command.
  case ended
  case noise(LineTrouble)
  /// Close the line, if it can be closed.
  case close
}

/// A terminal's protocol as a machine, the twin of `RegisterSide`. Same rules of driving.
public protocol TerminalSide: Sendable {
  mutating func handle(_ input: TerminalInput, at now: Instant) -> TerminalAction?
  var deadline: Instant? { get }
}
