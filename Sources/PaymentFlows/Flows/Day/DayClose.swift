public import Foundation
public import PosProtocol

/// One end of day at one reader, as the store has it.
public struct DayClose: Hashable, Sendable {
  /// Where it stands. Each is on disk before what it announces is done.
  public enum Stage: String, CaseIterable, Hashable, Sendable {
    /// The reader is being asked to close, or was when the process died.
    case closing
    case closed
    /// It said no, or was not reached: the day goes on.
    case notClosed
    /// Nobody knows yet whether the day is closed.
    case doubtful
  }

  public let reader: String
  /// From 1, for each reader.
  public let number: Int
  /// When the reader was asked; what was begun before belongs to this day.
  public let started: Date
  public var stage: Stage
  /// What the reader told, one a currency; nil: nothing, or not yet.
  public var totals: [CurrencyFigures]?

  init(reader: String, number: Int, started: Date, stage: Stage, totals: [CurrencyFigures]? = nil) {
    (self.reader, self.number, self.started) = (reader, number, started)
    (self.stage, self.totals) = (stage, totals)
  }

  /// What a reader told of one currency.
  public struct CurrencyFigures: Hashable, Sendable {
    public let currency: Currency
    public let figures: DayFigures

    public init(currency: Currency, figures: DayFigures) {
      (self.currency, self.figures) = (currency, figures)
    }
  }
}
