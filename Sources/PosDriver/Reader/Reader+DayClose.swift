public import PosProtocol
import Synchronization

/// How an end of day ended.
public enum DayCloseOutcome: Hashable, Sendable {
  /// The day is closed: its totals, one a currency; none if the terminal did not tell them.
  case closed([DayTotals])
  /// The terminal's last word is no: the day goes on. 77: it cannot be closed, or there is nothing to close.
  case declined(ResultCode)
  /// Not a byte of the command left this machine.
  case notSent(ReaderError)
  /// The terminal may have closed the day, and nobody here knows. Ask for the turnover before anything else:
  /// a day that is closed has begun anew. With what it told before, if anything.
  case unknown(ReaderError, [DayTotals])
}

extension Reader {
  /// Closes the day at the terminal: it settles with its host and empties its turnover memory. Never repeated
  /// by itself, and not to be repeated blindly: `unknown` is an outcome.
  ///
  /// - Parameter beforeAcknowledging: gets the totals of each currency before the terminal is told that they
  /// arrived. Have them on disk before you return. If you throw, the terminal is told so; its day is closed
  /// all
  ///   the same.
  public nonisolated func closeDay(
    beforeAcknowledging: @escaping @Sendable (DayTotals) async throws -> Void
  ) async -> DayCloseOutcome {
    let told = Mutex<[DayTotals]>([])
    do throws(Fault) {
      let answer = try await perform(.closeDay, stops.begin()) { keepsake in
        guard case .totals(let totals) = keepsake else { return }
        told.withLock { $0.append(totals) }
        try await beforeAcknowledging(totals)
      }
      return DayCloseOutcome(answer, told: told.withLock(\.self))
    } catch {
      return DayCloseOutcome(error, told: told.withLock(\.self))
    }
  }

  /// What the terminal has turned over since its last end of day, one a currency. Changes nothing.
  public nonisolated func turnover() async throws(ReaderError) -> [DayTotals] {
    guard case .turnover(let totals) = try await answer(to: .turnover, call: stops.begin()) else {
      throw .failure(.contradiction)
    }
    return totals
  }
}

extension DayCloseOutcome {
  fileprivate init(_ answer: ReaderAnswer, told: [DayTotals]) {
    switch answer {
    case .dayClosed(let totals): self = .closed(totals)
    case .declined(let code, _): self = .declined(code)
    case .registered, .loggedOff, .status, .approved, .lastTransaction, .turnover, .openPreauthorizations,
      .diagnosed, .clockSet:
      self = .unknown(.failure(.contradiction), told)
    }
  }

  fileprivate init(_ fault: Fault, told: [DayTotals]) {
    switch fault.error {
    case .failure(.refused(let code)) where !fault.isBefore: self = .declined(code)
    case _ where fault.error.mayHaveActed: self = .unknown(fault.error, told)
    case _: self = .notSent(fault.error)
    }
  }
}
