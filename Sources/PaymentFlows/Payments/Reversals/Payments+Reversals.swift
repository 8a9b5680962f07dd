public import Foundation
public import PosDriver
internal import PosProtocol

extension Payments {
  /// Tries the reversals of this reader that are due, oldest first.
  ///
  /// - Parameter id: only this one, due or not, also out of a person's hands.
  /// - Throws: `.journal` if they cannot be read; `.noSuchReversal` if this one is not open, or is not for
  ///   this reader to undo.
  public func runReversals(
    on reader: any CardReader, only id: Int64? = nil, at now: Date = Date()
  ) async throws(PaymentError) -> [ReversalReport] {
    let tasks = try await openReversals().filter { task in
      task.reader == reader.name && task.opening.isAutomatic && (id ?? task.id) == task.id
    }
    if id != nil, tasks.isEmpty { throw .noSuchReversal }
    var reports: [ReversalReport] = []
    for task in tasks {
      do throws(PaymentError) {
        reports.append(try await look(at: task, id == nil ? .due : .asked, on: reader, now))
      } catch {
        reports.append(ReversalReport(task: task, error: error))
      }
    }
    return reports
  }

  /// Takes a reversal out of the queue by a person's word: it is undone otherwise, or is not to be undone.
  ///
  /// - Throws: `.noSuchReversal`, `.readerBusy` while it is tried, `.journal`.
  public func giveUpReversal(
    _ id: Int64, _ word: PersonsWord, at now: Date = Date()
  ) async throws(PaymentError) -> ReversalTask {
    let lease = try await lease(of: id)
    defer { withExtendedLifetime(lease) {} }
    guard let earlier = try await openReversals().first(where: { $0.id == id }) else {
      throw .noSuchReversal
    }
    var task = earlier
    _ = task.machine.handle(.gaveUp, at: now)
    task.note = "given up by \(word.name): \(word.reason)"
    try await keep(task, since: earlier, under: lease)
    return task
  }

  /// Has an approved payment undone for as long as it takes. Asks no reader: `runReversals` does.
  ///
  /// - Throws: `.notReversible`, `.reversed`, `.readerBusy`, `.journal`.
  public func openReversal(of payment: AttemptKey) async throws(PaymentError) {
    let (original, earlier) = try await lookUp(payment)
    guard let original, original.kind == .payment, original.outcome == .approved,
      original.record?.receiptNumber != nil
    else { throw .notReversible }
    if let earlier { throw .reversed(by: earlier) }
    guard let lease = try await lease(.reader(original.reader)) else { throw .readerBusy }
    defer { withExtendedLifetime(lease) {} }
    try await journalling { () throws(JournalError) in
      try await journal.open(
        ReversalOpening(.asked, record: original.record), of: payment, on: original.reader, under: lease)
    }
  }

  /// Those that are not at their end, oldest first.
  public func openReversals() async throws(PaymentError) -> [ReversalTask] {
    try await journalling { () throws(JournalError) in try await journal.reversals([.pending, .person]) }
  }

  /// One look: nothing, a try, or the end.
  private func look(
    at earlier: ReversalTask, _ event: ReversalMachine.Event, on reader: any CardReader, _ now: Date
  ) async throws(PaymentError) -> ReversalReport {
    let lease = try await lease(of: earlier.id)
    defer { withExtendedLifetime(lease) {} }
    var task = earlier
    guard task.machine.handle(event, at: now) == .attempt, let payment = task.payment,
      let key = task.nextKey
    else { return ReversalReport(task: task) }
    let (original, undone) = try await lookUp(payment)
    guard let original, undone == nil else {
      _ = task.machine.handle(.undone, at: now)
      task.note = undone.map { "undone by attempt \($0)" }
      try await keep(task, since: earlier, under: lease)
      return ReversalReport(task: task)
    }
    let report = await reverse(original, task.opening.record, key: key, on: reader)
    // An unknown one keeps its key: the next look asks what became of it.
    if report.outcome != .unknown { task.tries += 1 }
    if report.outcome == .approved { task.note = "undone by attempt \(key)" }
    _ = task.machine.handle(report.outcome == .approved ? .undone : .failed, at: now)
    try await keep(task, since: earlier, under: lease)
    return ReversalReport(task: task, attempt: report)
  }

  private func keep(
    _ task: ReversalTask, since earlier: ReversalTask, under lease: any LedgerLease
  ) async throws(PaymentError) {
    try await journalling { () throws(JournalError) in
      try await journal.update(task, since: earlier, under: lease)
    }
  }

  /// One process at a time works on a reversal.
  private func lease(of id: Int64) async throws(PaymentError) -> any LedgerLease {
    guard let lease = try await lease(.task("reversal \(id)")) else { throw .readerBusy }
    return lease
  }
}
