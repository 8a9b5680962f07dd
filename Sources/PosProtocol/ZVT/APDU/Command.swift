extension ZVT {
  /// A row of the table of commands: name, sender, and the fields that stand without a tag at the start of
  /// its data.
  ///
  /// - Spec: PA00P015 §2 (register to terminal), §3 (terminal to register).
  struct Command: Sendable {
    let control: UInt16
    let name: StaticString
    let sender: Role
    let leading: [LeadingField]

    init(_ control: UInt16, _ name: StaticString, _ sender: Role = .register, _ leading: LeadingField...) {
      (self.control, self.name, self.sender, self.leading) = (control, name, sender, leading)
    }

    /// The row of a command; nil if the table does not know it.
    static func of(_ control: ControlField) -> Command? {
      let value = control.value
      var (low, high) = (0, all.count)
      while low < high {
        let middle = (low + high) / 2
        if all[middle].control < value { low = middle + 1 } else { high = middle }
      }
      return low < all.count && all[low].control == value ? all[low] : nil
    }

    /// The untagged fields at the start of the data under `control`, responses included.
    static func leading(of control: ControlField) -> [LeadingField] {
      control == ControlField(0x84, 0x1E) ? refusedRegistration : of(control)?.leading ?? []
    }

    private static let refusedRegistration = [
      LeadingField("result", .fixed(1), .result, .ifItFits),
      LeadingField("currency", .fixed(2), .currency, .afterWrongCurrency),
    ]

    /// Every command, in ascending order of its control field.
    static let all: [Command] = [
      Command(0x0401, "set date and time in the register", .terminal),
      Command(0x040C, "request file block", .terminal),
      Command(0x040D, "input request", .terminal),
      Command(0x040E, "menu request", .terminal),
      Command(0x040F, "status information", .terminal),
      Command(
        0x04FF, "intermediate status", .terminal,
        LeadingField("status", .fixed(1), .intermediateStatus),
        LeadingField("timeoutMinutes", .fixed(1), .bcd, .unlessContainer)),
      Command(0x0501, "status enquiry", .register, .optionalPassword),
      Command(
        0x0600, "registration", .register, .password, LeadingField("config", .fixed(1), .bits),
        LeadingField("currency", .fixed(2), .currency, .ifAnythingIsLeft)),
      Command(0x0601, "authorization"),
      Command(0x0602, "log-off"),
      Command(0x0603, "balance enquiry"),
      Command(0x0604, "activate card"),
      Command(0x0605, "procurement"),
      Command(
        0x0609, "prepaid top-up", .register, LeadingField("cardID", .fixed(2), .binary),
        LeadingField("mode", .fixed(1), .binary)),
      Command(0x060A, "tax free voucher"),
      Command(0x060C, "book tip"),
      Command(
        0x060F, "completion", .terminal,
        LeadingField("softwareVersion", .lllvar, .text, .softwareVersion),
        LeadingField("terminalStatus", .fixed(1), .terminalStatus, .terminalStatus)),
      Command(0x0610, "send turnover totals", .register, .password),
      Command(
        0x0612, "reprint receipts", .register, .password, LeadingField("from", .fixed(2), .bcd),
        LeadingField("to", .fixed(2), .bcd, .ifAnythingIsLeft)),
      Command(0x0618, "reset terminal"),
      Command(0x061A, "print system configuration"),
      Command(0x061B, "set or reset terminal ID", .register, .password),
      Command(
        0x061E, "abort", .terminal, LeadingField("result", .fixed(1), .result, .ifItFits),
        LeadingField("currency", .fixed(2), .currency, .afterWrongCurrency)),
      Command(0x0620, "repeat receipt", .register, .password),
      Command(0x0621, "telephonic authorization", .register, .password),
      Command(0x0622, "pre-authorization"),
      Command(0x0623, "partial reversal"),
      Command(0x0624, "book total"),
      Command(0x0625, "pre-authorization reversal"),
      Command(0x0626, "reversal of external reservation"),
      Command(0x0630, "reversal", .register, .password),
      Command(0x0631, "refund", .register, .password),
      Command(0x0650, "end of day", .register, .password),
      Command(0x0651, "send offline transactions", .register, .password),
      Command(0x0652, "partial reconciliation", .register, .raw),
      Command(0x0670, "diagnosis"),
      Command(0x0679, "self-test"),
      Command(0x0685, "display text (old form)", .register, .raw),
      Command(0x0686, "display text with numeric input (old form)", .register, .raw),
      Command(0x0687, "PIN verification (old form)", .register, .raw),
      Command(0x0688, "display text with function key (old form)", .register, .raw),
      Command(0x0691, "set date and time in the terminal", .register, .password),
      Command(0x0693, "initialization", .register, .password),
      Command(
        0x0695, "change password", .register, .password,
        LeadingField("newPassword", .fixed(3), .password)),
      Command(0x06B0, "abort request"),
      Command(0x06C0, "read card", .register, LeadingField("timeout", .fixed(1), .binary)),
      Command(0x06C5, "close card session"),
      Command(0x06C6, "send card APDUs"),
      Command(0x06D0, "signature or graphic menu", .terminal),
      Command(
        0x06D1, "print line", .terminal, LeadingField("attribute", .fixed(1), .bits),
        LeadingField("text", .rest, .text, .untilContainer)),
      Command(0x06D3, "print text block", .terminal),
      Command(0x06D8, "dial up", .terminal, .raw),
      Command(0x06D9, "transmit data", .terminal, .raw),
      Command(0x06DA, "receive data", .terminal, .raw),
      Command(0x06DB, "hang up", .terminal, .raw),
      Command(0x06DD, "transparent mode", .terminal, .raw),
      Command(0x06E0, "display text"),
      Command(0x06E1, "display text with function key"),
      Command(0x06E2, "display text with numeric input"),
      Command(0x06E3, "PIN verification"),
      Command(0x06E4, "blocked list query", .terminal),
      Command(0x06E5, "compute MAC"),
      Command(0x06E6, "card poll with authorization"),
      Command(0x06E7, "DUKPT input"),
      Command(0x06F0, "display image"),
      Command(0x06F1, "stop displaying image"),
      Command(0x0801, "service mode on", .register, .optionalPassword),
      Command(0x0802, "switch protocol", .register, LeadingField("protocol", .fixed(1), .binary)),
      Command(0x0810, "software update"),
      Command(0x0811, "read file"),
      Command(0x0812, "delete file"),
      Command(0x0813, "change configuration"),
      Command(0x0814, "write file", .register, .password),
      Command(0x0820, "start OPT action"),
      Command(0x0821, "set OPT point in time"),
      Command(0x0822, "OPT pre-initialization"),
      Command(0x0823, "output OPT data"),
      Command(0x0824, "OPT out-of-order"),
      Command(0x0830, "select language", .register, LeadingField("language", .fixed(1), .binary)),
      Command(0x0840, "change baud rate", .register, LeadingField("rate", .fixed(1), .binary)),
      Command(0x0850, "activate card reader"),
      Command(0x0F10, "cash report (vendor)", .register, .password),
    ]
  }
}
