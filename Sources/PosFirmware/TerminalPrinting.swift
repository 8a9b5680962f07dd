import PosProtocol

/// Where receipts go: through the register as lines, to the terminal's own printer, or nowhere because the
/// register composes them from the record.
extension Terminal {
  var printsThroughRegister: Bool {
    guard let registration else { return false }
    return registration.printsPaymentReceipts && registration.wantsPrintLines
  }

  /// A receipt on which nothing depends.
  mutating func printFreely(_ turnover: Turnover) {
    if printsThroughRegister {
      for copy in Receipt.copies(of: turnover, settings: settings) { voice.say(.print(copy)) }
    } else {
      printAlone(turnover)
    }
  }

  mutating func printAlone(_ turnover: Turnover) {
    guard registration?.printsPaymentReceipts == false else { return }
    for copy in Receipt.copies(of: turnover, settings: settings) { outputs.append(.print(copy)) }
  }
}
