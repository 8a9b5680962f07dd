/// What helps against double payments, where the terminal announced it or the user switched it on.
extension ZVT.RegisterMachine {
  /// Notes what a registered terminal offers, and names what is in force from now on.
  mutating func agree(on said: Capabilities) -> Capabilities {
    var capabilities = said
    let unannounced: Safeguards = [.receiptSync, .orderNumbers]
    capabilities.safeguards.formUnion(configuration.safeguards.intersection(unannounced))
    if !configuration.safeguards.contains(.messageNumbers) {
      capabilities.safeguards.remove(.messageNumbers)
    }
    safeguards = capabilities.safeguards
    if safeguards.contains(.messageNumbers) { numbers = .register }
    return capabilities
  }

  /// The bytes of a command as they leave.
  mutating func worded(_ command: ReaderCommand) -> [UInt8]? {
    if command == .register { (numbers, safeguards) = (nil, []) }
    guard let apdu = configuration.encoded(command, safeguards, syncNumber: syncNumber ?? []) else {
      return nil
    }
    return numbers?.numbered(apdu) ?? apdu
  }

  /// False: it is no news, and has been dealt with.
  mutating func isNews(_ apdu: ZVT.APDU, _ bytes: [UInt8]) -> Bool {
    switch numbers?.take(apdu) {
    case nil, .fresh?: return true
    case .repeated(let answer)?:
      actions.append(.event(.noise(.repeated)))
      if let answer { enqueue(answer: answer) }
    case .stale?: actions.append(.event(.noise(.unexpected(bytes))))
    }
    return false
  }

  /// A command is over: the number that its terminal named is repeated with the next payment, if it is a
  /// payment's or a reversal's. None is after one of which nobody knows the end, so that the terminal undoes
  /// nothing that we still ask for; nor after a question that did not tell the same number again: an older
  /// record with its number would let the terminal undo what was paid since.
  mutating func noteSync(_ dialogue: Dialogue, _ end: CommandEnd) {
    switch (dialogue.command, end) {
    case (.pay, .answered), (.reverse, .answered): syncNumber = dialogue.syncNumber ?? syncNumber
    case (.lastTransaction, _): if dialogue.syncNumber != syncNumber { syncNumber = nil }
    case (_, .failed): if dialogue.command.hasEffect { syncNumber = nil }
    case (_, .answered): break
    }
  }

  /// Paid before: the terminal refuses the order that it has been paid last.
  func isDoubleBooking(_ code: UInt8, _ command: ReaderCommand) -> Bool {
    guard code == 0xB4, case .pay(let request) = command else { return false }
    return request.orderNumber != nil && safeguards.contains(.orderNumbers)
  }
}
