/// Runs transactions in the SQL that every store takes.
protocol SQLEngine: Sendable {
  /// Runs a step; returns when it is where no power cut reaches it. `body` may be run more than once, and
  /// counts once.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> Value
  ) async throws(JournalError) -> Value

  /// A query for the approved reversal of the payment whose key is in a column.
  func undoing(_ column: String) -> String

  /// Runs a question, in one transaction.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> Value
  ) async throws(JournalError) -> Value
}

/// Statements inside one transaction. In `sql` a `?` stands for each value, in their order.
protocol SQLSession {
  func rows(_ sql: String, _ values: [any SQLConvertible]) throws -> [SQLRow]
  func perform(_ sql: String, _ values: [any SQLConvertible]) throws
}

extension SQLSession {
  func row(_ sql: String, _ values: [any SQLConvertible] = []) throws -> SQLRow? {
    try rows(sql, values).first
  }
}

/// A value of a statement or of a row.
enum SQLValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case text(String)

  var integer: Int64? {
    switch self {
    case .null: nil
    case .integer(let number): number
    case .text(let text): Int64(text)
    }
  }

  var text: String? {
    switch self {
    case .null: nil
    case .integer(let number): String(number)
    case .text(let text): text
    }
  }
}

/// One row; columns by name, as they stand in the statement, whatever their case.
struct SQLRow: Sendable {
  private let values: [String: SQLValue]

  init(_ values: [(String, SQLValue)]) {
    self.values = Dictionary(values.map { ($0.0.lowercased(), $0.1) }) { first, _ in first }
  }

  subscript<Value: SQLReadable>(name: String) -> Value? {
    values[name.lowercased()].flatMap(Value.init(sqlValue:))
  }

  /// Of a column that is never null; where it is all the same, an empty text or zero.
  subscript<Value: SQLReadable>(name: String) -> Value { self[name] ?? Value.blank }
}

/// What a statement takes.
protocol SQLConvertible: Sendable {
  var sqlValue: SQLValue { get }
}

/// What a row gives.
protocol SQLReadable: SQLConvertible {
  init?(sqlValue: SQLValue)
  /// What stands for nothing.
  static var blank: Self { get }
}

extension String: SQLReadable {
  var sqlValue: SQLValue { .text(self) }
  init?(sqlValue: SQLValue) {
    guard let text = sqlValue.text else { return nil }
    self = text
  }
  static var blank: String { "" }
}

extension SQLReadable where Self: FixedWidthInteger {
  var sqlValue: SQLValue { .integer(Int64(clamping: self)) }
  init?(sqlValue: SQLValue) {
    guard let number = sqlValue.integer else { return nil }
    self.init(exactly: number)
  }
  static var blank: Self { 0 }
}

extension Int: SQLReadable {}
extension Int64: SQLReadable {}
extension UInt16: SQLReadable {}

extension Optional: SQLConvertible where Wrapped: SQLConvertible {
  var sqlValue: SQLValue { self?.sqlValue ?? .null }
}
