public import PosProtocol

/// What was known of the reader's newest record just before a command.
public enum Noted: Hashable, Sendable {
  /// It could not be asked.
  case unknown
  /// It said that it has none.
  case none
  case record(TransactionRecord)

  /// As the journal keeps it.
  var json: String? {
    switch self {
    case .unknown: nil
    case .none: "none"
    case .record(let record): StoredRecord(record).json
    }
  }

  init(json: String?) {
    switch json {
    case nil: self = .unknown
    case "none"?: self = .none
    case let text?: self = StoredRecord(json: text).map { .record($0.record) } ?? .unknown
    }
  }

  /// The record, if there was one.
  public var record: TransactionRecord? { if case .record(let record) = self { record } else { nil } }
}
