/// What happens to an end of day, and what is to be done: every combination has one row.
public enum DayTable {
  /// What happens.
  public enum Event: String, CaseIterable, Hashable, Sendable {
    /// Somebody wants the day closed.
    case close
    // The reader's last word.
    case closed, refused, silent
    // What its turnover says afterwards.
    case empty, filled, unheard
  }

  /// What is to be done next.
  public enum Act: Hashable, Sendable {
    case none
    case close
    /// Ask the reader for its turnover: a day that is closed has begun anew.
    case ask
  }

  /// One row; a nil stage is a day that nobody has closed yet.
  public struct Row: Hashable, Sendable {
    public let stage: DayClose.Stage?
    public let event: Event
    public let next: DayClose.Stage
    public let act: Act
  }

  public static let rows: [Row] = [
    Row(stage: nil, event: .close, next: .closing, act: .close),
    Row(stage: .closed, event: .close, next: .closing, act: .close),
    Row(stage: .notClosed, event: .close, next: .closing, act: .close),
    Row(stage: .closing, event: .closed, next: .closed, act: .none),
    Row(stage: .closing, event: .refused, next: .notClosed, act: .none),
    Row(stage: .closing, event: .silent, next: .doubtful, act: .none),
    // Its process died: never again before the reader was asked.
    Row(stage: .closing, event: .close, next: .doubtful, act: .ask),
    Row(stage: .doubtful, event: .close, next: .doubtful, act: .ask),
    Row(stage: .doubtful, event: .empty, next: .closed, act: .none),
    Row(stage: .doubtful, event: .filled, next: .notClosed, act: .none),
    Row(stage: .doubtful, event: .unheard, next: .doubtful, act: .none),
  ]

  /// The one row; nil: it cannot happen there.
  public static func row(_ stage: DayClose.Stage?, _ event: Event) -> Row? {
    rows.first { $0.stage == stage && $0.event == event }
  }
}
