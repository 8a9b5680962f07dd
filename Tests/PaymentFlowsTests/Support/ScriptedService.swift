import Foundation
import PaymentFlows
import PosProtocol

/// A service with a book. It fails as its script says, and keeps what really happened.
actor ScriptedService: InquiryService {
  enum Fault: Hashable {
    case none, down
    /// It acted, and nobody heard so.
    case answerLost
    case refuses
  }

  private(set) var inquiries: [FlowID] = []
  /// Reports that counted, and those that were repeats.
  private(set) var settled: [AttemptKey: String] = [:]
  private(set) var repeats = 0
  private var script: [Fault]
  private var debts: [Debt]
  private var elsewhere: Set<String> = []

  init(_ debts: [Debt] = [], script: [Fault] = []) { (self.debts, self.script) = (debts, script) }

  func settleElsewhere(_ reference: String) { elsewhere.insert(reference) }
  func set(_ debts: [Debt]) { self.debts = debts }

  private func next() -> Fault { script.isEmpty ? .none : script.removeFirst() }

  private func meet(_ fault: Fault) throws(ServiceError) {
    switch fault {
    case .none: break
    case .down: throw .unreachable
    case .answerLost: throw .silent
    case .refuses: throw .refused("owner")
    }
  }

  func inquire(_ form: InquiryForm, reference: FlowID) async throws(ServiceError) -> InquiryResult {
    let fault = next()
    if fault != .down { inquiries.append(reference) }
    try meet(fault)
    guard let result = InquiryResult(form.kind, debts) else { throw .malformed }
    return result
  }

  func standing(of debt: Debt) async throws(ServiceError) -> DebtStanding {
    try meet(next())
    if elsewhere.contains(debt.reference) || settled.values.contains(debt.reference) { return .settled }
    guard let known = debts.first(where: { $0.reference == debt.reference }) else { return .settled }
    return .due(known.amount)
  }

  func settle(_ settlement: Settlement) async throws(ServiceError) -> SettlementAnswer {
    let fault = next()
    guard fault != .down else { throw .unreachable }
    let isKnown = settled[settlement.reference] != nil
    if isKnown {
      repeats += 1
    } else if elsewhere.contains(settlement.debt) {
      return .refused
    } else {
      settled[settlement.reference] = settlement.debt
    }
    try meet(fault)
    return isKnown ? .known : .accepted
  }
}

/// A printer that keeps its paper.
actor PaperTray: ReceiptPrinter {
  private(set) var papers: [Receipt] = []
  private var isEmpty = false

  func set(isEmpty: Bool) { self.isEmpty = isEmpty }

  func print(_ receipt: Receipt) async throws(PrinterError) {
    guard !isEmpty else { throw PrinterError("no paper") }
    papers.append(receipt)
  }
}

/// A store whose process dies at one write, before it or after it: it then never answers again.
actor MortalStore: FlowStore {
  enum Death: Hashable {
    case before(Int)
    case after(Int)
    case never
  }

  private let store: LedgerFlows
  private let death: Death
  private(set) var writes = 0
  private(set) var isDead = false

  static let dead = JournalError.system(code: 0, "dead")

  init(_ store: LedgerFlows, _ death: Death) { (self.store, self.death) = (store, death) }

  private func live() throws(JournalError) { if isDead { throw Self.dead } }

  private func write<Value: Sendable>(
    _ body: @Sendable () async throws(JournalError) -> Value
  ) async throws(JournalError) -> Value {
    try live()
    writes += 1
    if death == .before(writes) {
      isDead = true
      throw Self.dead
    }
    let value = try await body()
    if death == .after(writes) {
      isDead = true
      throw Self.dead
    }
    return value
  }

  func register(_ flow: FlowID, _ subject: FlowSubject, at time: Date) async throws(JournalError) -> Flow? {
    try await write { [store] () async throws(JournalError) in
      try await store.register(flow, subject, at: time)
    }
  }

  func add(_ step: FlowStep, to flow: Flow, owing report: Settlement?) async throws(JournalError) -> Bool {
    try await write { [store] () async throws(JournalError) in
      try await store.add(step, to: flow, owing: report)
    }
  }

  func update(_ report: Settlement) async throws(JournalError) {
    try await write { [store] () async throws(JournalError) in try await store.update(report) }
  }

  func flow(_ id: FlowID) async throws(JournalError) -> Flow? {
    try live()
    return try await store.flow(id)
  }

  func flows(in stages: Set<FlowStage>) async throws(JournalError) -> [Flow] {
    try live()
    return try await store.flows(in: stages)
  }

  func flow(paying bill: BillID, _ payment: String?) async throws(JournalError) -> Flow? {
    try live()
    return try await store.flow(paying: bill, payment)
  }

  func reports(dueAt time: Date) async throws(JournalError) -> [Settlement] {
    try live()
    return try await store.reports(dueAt: time)
  }

  func reports(_ state: Settlement.State) async throws(JournalError) -> [Settlement] {
    try live()
    return try await store.reports(state)
  }

  func undoneReports() async throws(JournalError) -> [Settlement] {
    try live()
    return try await store.undoneReports()
  }

  func payment(_ key: AttemptKey) async throws(JournalError) -> PaymentRow? {
    try live()
    return try await store.payment(key)
  }

  func payments(_ query: FlowQuery) async throws(JournalError) -> FlowPage<PaymentRow> {
    try live()
    return try await store.payments(query)
  }

  func inquiries(_ query: FlowQuery) async throws(JournalError) -> FlowPage<InquiryRow> {
    try live()
    return try await store.inquiries(query)
  }
}
