extension ZVT.TerminalMachine {
  /// A command being served.
  struct Service {
    let command: TerminalCommand
    /// What the firmware said last, until it is answered.
    var message: Message?
    /// An answer did not come: the next one could be its.
    var answersAreDoubtful = false
  }

  /// What the firmware said, as it goes over the line.
  struct Message {
    /// Still to be sent, the current one first; only single print lines are more than one.
    var parts: [[UInt8]]
    /// T3: the register's answer is due.
    var answerBy: Instant?
    /// The register asked to wait: when the record is sent again.
    var repeatAt: Instant?
    /// How often it asked.
    var waits = 0
  }

  /// What waits for the link, or is on it.
  struct Outgoing {
    enum Kind { case answer, message }

    let kind: Kind
    let apdu: [UInt8]
  }

  /// How the register wants to be served, as its registration said.
  struct Manner: Hashable {
    var namesCurrency: Bool
    var wantsProgress: Bool
    var wantsLines: Bool
    var takesBlocks: Bool
    var takesClock = false
    /// Records name their receipt number once more, to be repeated (TLV 1F1F).
    var syncsReceipts = false

    /// As config byte 86, which a log-off leaves.
    static let loggedOff = Manner(
      namesCurrency: false, wantsProgress: false, wantsLines: true, takesBlocks: false)

    init(namesCurrency: Bool, wantsProgress: Bool, wantsLines: Bool, takesBlocks: Bool) {
      (self.namesCurrency, self.wantsProgress) = (namesCurrency, wantsProgress)
      (self.wantsLines, self.takesBlocks) = (wantsLines, takesBlocks)
    }

    init(_ request: RegistrationRequest, _ safeguards: Safeguards) {
      self.init(
        namesCurrency: request.currency != nil, wantsProgress: request.wantsProgress,
        wantsLines: request.wantsPrintLines, takesBlocks: request.takesPrintBlocks)
      takesClock = request.takesClock
      syncsReceipts = safeguards.contains(.receiptSync)
    }
  }
}
