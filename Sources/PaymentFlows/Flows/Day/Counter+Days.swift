internal import Foundation
public import PosDriver
internal import PosProtocol

extension Counter {
  /// Closes the day at a reader, and compares its totals with the journal.
  ///
  /// What is open is asked for first. A close whose process died, or that the reader never answered, is not
  /// sent again before its turnover was asked.
  public func closeDay(
    of reader: any CardReader, in days: any DayStore
  ) async throws(CounterError) -> DayReport {
    _ = await payments.recover(on: reader)
    let name = reader.name
    // No payment begins meanwhile, in whatever process.
    let lease = try await keeping { () async throws(JournalError) in
      try await payments.journal.lease(.reader(name), wait: payments.configuration.readerWait)
    }
    guard let lease else { throw .readerBusy }
    defer { withExtendedLifetime(lease) {} }
    var close = try await keeping { () async throws(JournalError) in try await days.lastClose(of: name) }
    var event = DayTable.Event?.some(.close)
    var (error, result): (ReaderError?, ResultCode?)
    while let happened = event, let row = DayTable.row(close?.stage, happened) {
      var next =
        row.act == .close
        ? DayClose(reader: name, number: (close?.number ?? 0) + 1, started: now(), stage: row.next)
        : close ?? DayClose(reader: name, number: 1, started: now(), stage: row.next)
      next.stage = row.next
      if next != close { try await keep(next, in: days) }
      close = next
      switch row.act {
      case .none: event = nil
      case .close: (event, close, error, result) = await ask(reader, toClose: next, in: days)
      case .ask: (event, error) = await hear(reader)
      }
    }
    guard let close else { throw .noReader }
    return try await report(close, in: days, error, result)
  }

  private func keep(_ close: DayClose, in days: any DayStore) async throws(CounterError) {
    try await keeping { () async throws(JournalError) in try await days.keep(close) }
  }

  private func ask(
    _ reader: any CardReader, toClose close: DayClose, in days: any DayStore
  ) async -> (DayTable.Event, DayClose, ReaderError?, ResultCode?) {
    let kept = DayKeeper(close, days)
    let outcome = await reader.closeDay { try await kept.keep($0) }
    let heard = await kept.close
    switch outcome {
    case .closed(let totals):
      var closed = heard
      if closed.totals == nil, !totals.isEmpty { closed.totals = totals.map(DayClose.CurrencyFigures.init) }
      return (.closed, closed, nil, nil)
    case .declined(let code): return (.refused, heard, nil, code)
    case .notSent(let error): return (.refused, heard, error, nil)
    case .unknown(let error, _): return (.silent, heard, error, nil)
    }
  }

  private func hear(_ reader: any CardReader) async -> (DayTable.Event, ReaderError?) {
    do throws(ReaderError) {
      try await reader.connect()
      let totals = try await reader.turnover()
      let isEmpty = totals.allSatisfy { ($0.count ?? 0) == 0 && ($0.amount?.minorUnits ?? 0) == 0 }
      return (isEmpty ? .empty : .filled, nil)
    } catch {
      return (.unheard, error)
    }
  }

  private func report(
    _ close: DayClose, in days: any DayStore, _ error: ReaderError?, _ result: ResultCode?
  ) async throws(CounterError) -> DayReport {
    let before = try await keeping { () async throws(JournalError) in
      try await days.lastClosed(of: close.reader, before: close.number)
    }
    let since = before?.started ?? .distantPast
    let (attempts, older) = try await attempts(of: close, since: since)
    var reconciliations: [Currency: DayReconciliation] = [:]
    if close.stage == .closed {
      let told = close.totals ?? []
      for currency in Set(attempts.map(\.currency) + told.map(\.currency)) {
        let figures = told.first { $0.currency == currency }?.figures
        // A reader that told totals and none of this currency has turned over nothing in it.
        reconciliations[currency] = DayReconciliation(
          figures ?? (close.totals == nil ? nil : DayFigures(amount: Amount(minorUnits: 0), count: 0)),
          with: attempts.filter { $0.currency == currency })
      }
    }
    return DayReport(
      close: close, reconciliations: reconciliations, carriedOver: older, error: error, result: result)
  }

  /// The reader's attempts of the day, and the keys of those that the days before left open.
  private func attempts(
    of close: DayClose, since: Date
  ) async throws(CounterError) -> (day: [Attempt], older: [AttemptKey]) {
    let (journal, reader) = (payments.journal, close.reader)
    return try await keeping { () async throws(JournalError) in
      var day: [Attempt] = []
      var page = HistoryPage(limit: 500)
      while true {
        let attempts = try await journal.history(page)
        day += attempts.filter {
          $0.reader == reader && $0.started >= since && $0.started < close.started
        }
        guard let last = attempts.last, attempts.count == page.limit, last.started >= since else { break }
        page.before = last.key
      }
      let open = try await journal.unresolved().map(\.attempt)
      return (day, open.filter { $0.reader == reader && $0.started < since }.map(\.key))
    }
  }
}

/// Keeps what a reader tells before it hears that it arrived.
private actor DayKeeper {
  private(set) var close: DayClose
  private let days: any DayStore

  init(_ close: DayClose, _ days: any DayStore) { (self.close, self.days) = (close, days) }

  func keep(_ totals: DayTotals) async throws {
    close.totals = (close.totals ?? []) + [DayClose.CurrencyFigures(totals)]
    try await days.keep(close)
  }
}

extension DayClose.CurrencyFigures {
  init(_ totals: DayTotals) {
    self.init(
      currency: totals.currency ?? .eur,
      figures: DayFigures(
        amount: totals.amount, count: totals.count, first: totals.firstReceipt, last: totals.lastReceipt))
  }
}
