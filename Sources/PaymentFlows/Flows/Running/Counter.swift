public import Foundation
public import PosDriver

/// The counter at its edge: carries out what a flow's machine wants, and writes each step down before it.
///
/// It may die at any moment. Whoever looks at the flow next goes on from its last recorded step: no step
/// charges twice, and no approval is forgotten.
public actor Counter {
  let store: any FlowStore
  let payments: Payments
  let service: (any InquiryService)?
  let printer: any ReceiptPrinter
  let now: @Sendable () -> Date
  private var running: Set<FlowID> = []

  /// - Parameters:
  ///   - service: nil where only bills are paid.
  ///   - now: the wall clock.
  public init(
    store: any FlowStore, payments: Payments, service: (any InquiryService)?, printer: any ReceiptPrinter,
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    (self.store, self.payments, self.service) = (store, payments, service)
    (self.printer, self.now) = (printer, now)
  }

  /// Begins a flow, or finds it again. Nothing is charged; bills that are paid already are refused here.
  public func register(
    _ subject: FlowSubject, as flow: FlowID = FlowID()
  ) async throws(CounterError) -> FlowView {
    if let known = try await keeping({ () async throws(JournalError) in try await store.flow(flow) }) {
      guard known.subject == subject else { throw .nameTaken }
      return FlowView(known)
    }
    if case .bills(let basket) = subject { try await refusePaid(basket) }
    let time = now()
    let begun = try await keeping { () async throws(JournalError) in
      try await store.register(flow, subject, at: time)
    }
    guard let begun else { throw .nameTaken }
    return FlowView(begun)
  }

  /// Does what a person asks for.
  ///
  /// - Parameter reader: needed to pay and to confirm.
  public func handle(
    _ command: FlowEvent, _ id: FlowID, on reader: (any CardReader)? = nil
  ) async throws(CounterError) -> FlowView {
    if reader == nil, command == .pay || command == .confirm { throw .noReader }
    guard running.insert(id).inserted else {
      var view = FlowView(try await load(id))
      view.refusal = .running
      return view
    }
    defer { running.remove(id) }
    // What a dead process left half done comes first.
    let flow = try await run(try await load(id), .resume, on: reader)
    return command == .resume ? flow : try await run(flow.flow, command, on: reader)
  }

  /// A flow as it stands, brought up to date from the journal. Asks no reader, no printer and no service.
  public func look(at id: FlowID) async throws(CounterError) -> FlowView { try await handle(.resume, id) }

  /// Brings every flow up to date that a process may have left in the middle: to be called at a start.
  public func resume() async throws(CounterError) -> [FlowView] {
    var views: [FlowView] = []
    for flow in try await unfinished() { views.append(try await look(at: flow.id)) }
    return views
  }
}

extension Counter {
  /// Feeds the machine until it wants nothing more.
  private func run(
    _ flow: Flow, _ event: FlowEvent, on reader: (any CardReader)?
  ) async throws(CounterError) -> FlowView {
    var (flow, event, detail) = (flow, Optional(event), FlowDetail())
    var refusal: FlowRefusal?
    var trouble: FlowView.Trouble?
    while let happened = event {
      var machine = FlowMachine(flow.subject.kind, at: flow.stage)
      guard let action = machine.handle(happened) else { break }
      if let stage = action.step {
        guard let next = try await record(stage, detail, in: flow) else {
          // Another process went on with it: what was heard counts there too, a wish is asked again.
          flow = try await load(flow.id)
          guard FlowEvent.commands.contains(happened) || happened == .resume || happened == .due else {
            continue
          }
          refusal = .running
          break
        }
        flow = next
      }
      if case .refuse(let because) = action.act { refusal = because }
      (event, detail) = try await perform(action.act, flow, on: reader)
      trouble = detail.trouble ?? trouble
    }
    var view = FlowView(flow)
    (view.refusal, view.trouble) = (refusal, trouble)
    return view
  }

  /// Nil: somebody else has gone on with the flow.
  private func record(
    _ stage: FlowStage, _ detail: FlowDetail, in flow: Flow
  ) async throws(CounterError) -> Flow? {
    var step = FlowStep(stage, at: now())
    step.key = stage == .charging ? flow.nextKey : detail.key
    (step.tracking, step.hostReference) = (detail.tracking, detail.hostReference)
    (step.note, step.result) = (detail.note, detail.result)
    let report = stage == .paid ? flow.report(of: step) : nil
    let isAdded = try await keeping { [step] () async throws(JournalError) in
      try await store.add(step, to: flow, owing: report)
    }
    guard isAdded else { return nil }
    var next = flow
    next.steps.append(step)
    return next
  }

  func load(_ id: FlowID) async throws(CounterError) -> Flow {
    let flow = try await keeping { () async throws(JournalError) in try await store.flow(id) }
    guard let flow else { throw .noSuchFlow }
    return flow
  }

  private func unfinished() async throws(CounterError) -> [Flow] {
    try await keeping { () async throws(JournalError) in
      try await store.flows(in: [.charging, .doubtful, .printing, .inquiring])
    }
  }

  /// Makes the journal's errors the counter's.
  func keeping<Value: Sendable>(
    _ body: () async throws(JournalError) -> Value
  ) async throws(CounterError) -> Value {
    do throws(JournalError) {
      return try await body()
    } catch {
      throw .journal(error)
    }
  }
}

extension Flow {
  /// What the service is to be told once this debt is paid.
  fileprivate func report(of step: FlowStep) -> Settlement? {
    guard case .fine(let fine) = subject, let key = step.key else { return nil }
    return Settlement(
      reference: key, flow: id, debt: fine.debt.reference, amount: fine.debt.amount,
      tracking: step.tracking, hostReference: step.hostReference, paid: step.time, next: step.time)
  }
}
