internal import PosProtocol

extension Counter {
  /// Refuses bills that stand paid or in doubt in the journal, before anything is asked of a reader.
  func refusePaid(_ basket: BillBasket) async throws(CounterError) {
    for (place, bill) in basket.bills.enumerated() {
      let obstacle = try await keeping { () async throws(JournalError) in
        try await payments.journal.obstacle(to: bill)
      }
      if let payer = obstacle.payer { throw .billPaid(at: place, by: payer) }
      if let open = obstacle.open { throw .billUnresolved(at: place, by: open) }
    }
  }

  /// Follow-up (پیگیری قبوض پرداختی): the newest flow with a bill, brought up to date.
  public func followUp(_ bill: BillID, payment: String? = nil) async throws(CounterError) -> FlowView {
    let found = try await keeping { () async throws(JournalError) in
      try await store.flow(paying: bill, payment)
    }
    guard let found else { throw .noSuchFlow }
    return try await look(at: found.id)
  }

  /// Prints one bill's own receipt again, out of the payment that it was part of.
  public func reprint(_ bill: BillID, of id: FlowID) async throws(CounterError) -> FlowView {
    var view = try await look(at: id)
    guard PaymentStatus(view.flow.stage) == .successful, let key = view.flow.key else {
      view.refusal = .notPaid
      return view
    }
    guard let part = try await attempt(key)?.part(of: bill) else { throw .noSuchFlow }
    let receipt = try await receipt(part, isReprint: true)
    do throws(PrinterError) {
      try await printer.print(receipt)
    } catch {
      view.trouble = FlowView.Trouble(name: "printer", message: error.message)
    }
    return view
  }
}

extension Attempt {
  /// The attempt as far as it paid one bill: its line, and its amount; nil if it did not.
  func part(of bill: BillID) -> Attempt? {
    guard let line = lines.first(where: { $0.billID.flatMap { try? BillID($0) } == bill }) else { return nil }
    return Attempt(
      key: key, kind: kind, reader: reader, order: order, lines: [line], amount: line.amount,
      currency: currency, state: state, record: record, note: note, started: started, time: time,
      reverses: reverses)
  }
}

extension LedgerStore {
  /// What stands against a bill, whatever order it was put into.
  fileprivate func obstacle(to bill: Bill) async throws(JournalError) -> OrderObstacle {
    // A key that asks only.
    guard let key = AttemptKey("nobody") else { return OrderObstacle() }
    return try await obstacle(to: Intent(order: Order(bill: bill), key: key, reader: ""))
  }
}
