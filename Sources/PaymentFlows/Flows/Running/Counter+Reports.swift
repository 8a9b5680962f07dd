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
}
