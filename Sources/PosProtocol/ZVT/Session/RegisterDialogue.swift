extension ZVT.RegisterMachine {
  /// A command on its way, and the proof of what may be said about it.
  struct Dialogue {
    /// Where an approval, or the totals of a closed day, stand between the terminal and the caller.
    enum Keeping: Hashable {
      case nothing
      /// The caller has been shown it and has not answered.
      case asked(Word)
      /// The caller has answered; the terminal may still ask again.
      case decided(Word, CommitDecision)
    }

    /// What the caller keeps before the terminal is answered.
    enum Word: Hashable {
      case record(TransactionRecord)
      case totals(DayTotals)
    }

    let command: ReaderCommand
    /// What a diagnosis brought to light.
    var clock: ClockReading?
    /// When the total limit ends it.
    let limit: Instant
    /// T4, as the terminal may have set it.
    var patience: Duration
    var verdict = ZVT.Verdict()
    var keeping = Keeping.nothing
    /// The totals of a day that were answered, one a currency.
    var totals: [DayTotals] = []
    /// The number of its last receipt that the terminal named (TLV 1F1F), as it came.
    var syncNumber: [UInt8]?
    /// The command left more than once.
    var wasResent = false
    /// The caller asked to stop, and the terminal has not been told.
    var wantsAbort = false
    /// T4 ended once: the terminal has been asked to stop and gets a last respite.
    var isOverdue = false
    /// T3: the answer to the command is due.
    var answerBy: Instant?
    /// T4: the last word is due.
    var completeBy: Instant?
    /// Until then the caller may keep the record before the terminal is asked to wait.
    var commitBy: Instant?

    init(_ command: ReaderCommand, limit: Instant, patience: Duration) {
      (self.command, self.limit, self.patience) = (command, limit, patience)
    }

    /// The caller has seen an approval, or the totals of a closed day: too late to ask for a stop.
    var hasApproval: Bool { keeping != .nothing }

    var earliestDeadline: Instant {
      let due = Instant.earlier(.earlier(answerBy, completeBy), commitBy)
      return due.map { min($0, limit) } ?? limit
    }
  }

  /// What waits for the link, or is on it.
  struct Outgoing {
    enum Kind { case command, abort, answer }

    let kind: Kind
    let apdu: [UInt8]
  }
}
