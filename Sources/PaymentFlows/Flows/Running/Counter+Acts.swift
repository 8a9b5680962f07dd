internal import PosDriver
internal import PosProtocol

extension Counter {
  /// Does one act; says what came of it.
  func perform(
    _ act: FlowAct, _ flow: Flow, on reader: (any CardReader)?
  ) async throws(CounterError) -> (FlowEvent?, FlowDetail) {
    switch act {
    case .none, .show, .refuse: (nil, FlowDetail())
    case .check: try await check(flow)
    case .charge: try await charge(flow, on: reader)
    case .lookUp: try await lookUp(flow)
    case .ask: try await ask(flow, on: reader)
    case .print: try await print(flow, isReprint: flow.steps.count { $0.stage == .printing } > 1)
    case .reprint: try await print(flow, isReprint: true)
    case .inquire: try await inquire(flow)
    }
  }

  private func charge(
    _ flow: Flow, on reader: (any CardReader)?
  ) async throws(CounterError) -> (FlowEvent?, FlowDetail) {
    guard let reader, let key = flow.key, let order = flow.subject.order(of: flow.id) else {
      throw .noReader
    }
    let report = await payments.pay(order, key: key, on: reader)
    var detail = FlowDetail(key, report.outcome, report.record)
    if let error = report.error {
      (detail.note, detail.trouble) = (
        error.name, FlowView.Trouble(name: error.name, message: error.message)
      )
    }
    switch report.error {
    case .orderPaid(let payer) where flow.id.owns(payer),
      .orderUnresolved(let payer) where flow.id.owns(payer):
      return try await lookUp(flow)
    case .orderPaid: return (.elsewhere, detail)
    default: return (FlowEvent(report.outcome), detail)
    }
  }

  /// All attempts of the flow: an approval counts whichever it is of, then a doubt.
  private func lookUp(_ flow: Flow) async throws(CounterError) -> (FlowEvent?, FlowDetail) {
    var attempts: [Attempt] = []
    for number in stride(from: flow.charges, to: 0, by: -1) {
      guard let key = flow.id.key(number) else { continue }
      if let attempt = try await attempt(key) { attempts.append(attempt) }
    }
    let telling = [Outcome.approved, .unknown].lazy
      .compactMap { outcome in attempts.first { $0.outcome == outcome } }.first
    if let attempt = telling { return (FlowEvent(attempt.outcome), FlowDetail(attempt)) }
    // The newest key alone says how the newest try ended.
    guard let newest = attempts.first, newest.key == flow.key else {
      var detail = FlowDetail()
      (detail.key, detail.note) = (flow.key, "notSent")
      return (.nothing, detail)
    }
    return (FlowEvent(newest.outcome), FlowDetail(newest))
  }

  func attempt(_ key: AttemptKey) async throws(CounterError) -> Attempt? {
    try await keeping { () async throws(JournalError) in try await payments.journal.attempt(key) }
  }

  /// The slip of a payment, or of a part of it, as things stand now.
  func receipt(_ attempt: Attempt, isReprint: Bool) async throws(CounterError) -> Receipt {
    let reversals = try await keeping { () async throws(JournalError) in
      try await payments.journal.reversals(of: attempt.key)
    }
    return Receipt(attempt, reversals: reversals, isReprint: isReprint)
  }

  private func ask(
    _ flow: Flow, on reader: (any CardReader)?
  ) async throws(CounterError) -> (FlowEvent?, FlowDetail) {
    guard let reader else { throw .noReader }
    let summary = await payments.recover(on: reader)
    var (event, detail) = try await lookUp(flow)
    if event == .unknown {
      let error = summary.reports.first { $0.key == detail.key }?.error ?? summary.error
      if let error {
        detail.trouble = FlowView.Trouble(name: error.name, message: error.message)
      } else if let other = summary.elsewhere.keys.sorted().first {
        let error = PaymentError.otherReader(other)
        detail.trouble = FlowView.Trouble(name: error.name, message: error.message)
      }
    }
    return (event, detail)
  }

  private func print(_ flow: Flow, isReprint: Bool) async throws(CounterError) -> (FlowEvent?, FlowDetail) {
    guard let key = flow.key, let attempt = try await attempt(key) else {
      return (.notPrinted, FlowDetail(trouble: "printer", "there is no payment to print."))
    }
    var receipt = try await receipt(attempt, isReprint: isReprint)
    if flow.subject.category == .vehicle { receipt.applicant = flow.subject.applicant }
    do throws(PrinterError) {
      try await printer.print(receipt)
      return (.printed, FlowDetail())
    } catch {
      return (.notPrinted, FlowDetail(trouble: "printer", error.message))
    }
  }

  private func inquire(_ flow: Flow) async throws(CounterError) -> (FlowEvent?, FlowDetail) {
    guard let service, case .inquiry(let form) = flow.subject else { throw .noService }
    do throws(ServiceError) {
      var detail = FlowDetail()
      detail.result = try await service.inquire(form, reference: flow.id)
      return (.answer, detail)
    } catch {
      return (.noAnswer, FlowDetail(trouble: error.name, error.message))
    }
  }

  private func check(_ flow: Flow) async throws(CounterError) -> (FlowEvent?, FlowDetail) {
    guard let service, case .fine(let fine) = flow.subject else { throw .noService }
    do throws(ServiceError) {
      switch try await service.standing(of: fine.debt) {
      case .due(let amount) where amount == fine.debt.amount: return (.due, FlowDetail())
      case .due: return (.changed, FlowDetail(trouble: "debtChanged", Self.changed))
      case .settled: return (.changed, FlowDetail(trouble: "debtSettled", Self.settled))
      }
    } catch {
      return (.noAnswer, FlowDetail(trouble: error.name, error.message))
    }
  }

  private static let changed = "the debt is no longer what the inquiry showed. Make a new inquiry."
  private static let settled = "the debt is settled already. Nothing was charged."
}
