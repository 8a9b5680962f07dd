extension Counter {
  /// Tells the service of the debts that are paid and that it has not heard of, each until it has it.
  ///
  /// - Parameter everything: also those whose time has not come.
  /// - Returns: each that was tried, as it stands then.
  public func report(everything: Bool = false) async throws(CounterError) -> [Settlement] {
    guard let service else { throw .noService }
    let due = try await keeping { () async throws(JournalError) in
      everything ? try await store.reports(.due) : try await store.reports(dueAt: now())
    }
    var told: [Settlement] = []
    for report in due {
      // A payment that was undone settles nothing: a person has to see to it.
      let undone = try await keeping { () async throws(JournalError) in
        try await payments.journal.reversal(of: report.reference)
      }
      if undone != nil {
        let withdrawn = report.withdrawn()
        try await keeping { () async throws(JournalError) in try await store.update(withdrawn) }
        told.append(withdrawn)
        continue
      }
      let answer: Result<SettlementAnswer, ServiceError>
      do throws(ServiceError) {
        answer = .success(try await service.settle(report))
      } catch {
        answer = .failure(error)
      }
      let later = report.after(answer, at: now())
      try await keeping { () async throws(JournalError) in try await store.update(later) }
      told.append(later)
    }
    return told
  }

  /// What a person has to tell the service: reports that it refused or that were withdrawn, and those that it
  /// has though the payment was undone since, with the note `undone`. They stay in this list.
  public func reportsForPerson() async throws(CounterError) -> [Settlement] {
    try await keeping { () async throws(JournalError) in
      try await store.reports(.refused) + store.undoneReports().map { $0.undone() }
    }
  }
}
