internal import PosDriver
internal import PosProtocol

/// Carries out what one attempt's machine wants: the only place where journal and reader meet.
actor AttemptRun {
  private var machine: PaymentMachine
  private let intent: Intent
  private let journal: any LedgerStore
  private let lease: any LedgerLease
  private let command:
    @Sendable (_ received: @escaping @Sendable (TransactionRecord) async throws -> Void) async ->
      PaymentOutcome
  /// The step that an approval waits for, so that the command's end does not overtake it.
  private var receiving: Task<Bool, Never>?

  /// The terminal is told to reverse, because its approval could not be kept.
  struct Refusal: Error {}

  init(
    _ intent: Intent, journal: any LedgerStore, under lease: any LedgerLease,
    command:
      @escaping @Sendable (
        _ received: @escaping @Sendable (TransactionRecord) async throws -> Void
      ) async -> PaymentOutcome
  ) {
    machine = PaymentMachine(
      intent.kind, PaymentRequest(amount: intent.amount, currency: intent.currency),
      noted: intent.noted.record, target: intent.target)
    (self.intent, self.journal, self.lease, self.command) = (intent, journal, lease, command)
  }

  /// Runs the attempt to its report. Call it in a task that nobody cancels.
  func run() async -> PaymentMachine.Verdict {
    var action = machine.handle(.start)
    while true {
      switch action {
      case .journal(let step)?: action = machine.handle(await write(step))
      case .authorize?: action = machine.handle(.ended(await authorize()))
      case .report(let verdict)?: return verdict
      case .acknowledge?, .refuse?, nil:
        return PaymentMachine.Verdict(outcome: .unknown, record: nil, error: .contradiction)
      }
    }
  }

  private func authorize() async -> PaymentOutcome {
    let outcome = await command { [self] record in
      guard await received(record) else { throw Refusal() }
    }
    _ = await receiving?.value
    return outcome
  }

  /// Whether the terminal may be told that its approval arrived.
  private func received(_ record: TransactionRecord) async -> Bool {
    let earlier = receiving
    let step = Task {
      _ = await earlier?.value
      return await keep(record)
    }
    receiving = step
    return await step.value
  }

  private func keep(_ record: TransactionRecord) async -> Bool {
    var action = machine.handle(.received(record))
    while case .journal(let step)? = action { action = machine.handle(await write(step)) }
    return action == .acknowledge
  }

  private func write(_ step: PaymentMachine.Step) async -> PaymentMachine.Input {
    do throws(JournalError) {
      // What was refused on the way is kept while the attempt still stands at its intent.
      guard step.state == .intent, step.record == nil else {
        try await journal.add(
          LedgerStep(
            step.state, record: step.record, note: step.note,
            opens: step.contradiction.map { ReversalOpening($0, record: step.record) }),
          to: intent.key, under: lease)
        return .synced
      }
      switch try await journal.begin(intent, under: lease) {
      case .recorded: return .synced
      case .refused(let obstacle): return .notSynced(obstacle)
      }
    } catch {
      return .notSynced(.journal(error))
    }
  }
}
