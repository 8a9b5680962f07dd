internal import Foundation
internal import GRDB
internal import PosProtocol

/// What a step does to the tables. Each statement changes one row: SQLite then keeps no copies of the pages
/// for taking a part of it back.
struct StepStatements: Sendable {
  /// In one question, since each payment asks it.
  let surroundings = StepStatement(
    """
    SELECT (SELECT id FROM orders WHERE identity = ?), EXISTS (SELECT 1 FROM attempts WHERE key = ?),
      (\(Journal.openOnReader))
    """)
  private let order = StepStatement("INSERT INTO orders (identity) VALUES (?)")
  private let attempt = StepStatement(
    """
    INSERT INTO attempts
      (key, kind, orderID, reader, amount, currency, fingerprint, noted, reverses, started, state)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT id FROM attempts WHERE key = ?), ?, 'intent')
    """)
  private let line = StepStatement(
    "INSERT INTO lines (attemptID, position, amount, billID, paymentID, purpose) VALUES (?, ?, ?, ?, ?, ?)")
  private let present = StepStatement("SELECT id, state FROM attempts WHERE key = ?")
  private let state = StepStatement("UPDATE OR FAIL attempts SET state = ? WHERE id = ?")
  private let event = StepStatement(
    "INSERT INTO events (attemptID, state, time, record, note) VALUES (?, ?, ?, ?, ?)")
  private let heard = StepStatement(
    """
    INSERT INTO heard (reader, attemptID) VALUES ((SELECT reader FROM attempts WHERE id = ?), ?)
      ON CONFLICT (reader) DO UPDATE SET attemptID = excluded.attemptID
    """)

  func insert(
    _ intent: Intent, order known: Int64?, noted: String?, at time: Int64, in db: Database
  ) throws {
    if known == nil { try order.run(in: db, intent.orderIdentity) }
    try attempt.run(
      in: db, intent.key.text, intent.kind.rawValue, known ?? db.lastInsertedRowID, intent.reader,
      Int64(intent.amount.minorUnits), Int64(intent.currency.numericCode), intent.fingerprint, noted,
      intent.reverses?.text, time)
    let id = db.lastInsertedRowID
    for (position, owed) in intent.lines.enumerated() {
      try line.run(
        in: db, id, Int64(position), Int64(owed.amount.minorUnits), owed.billID, owed.paymentID, owed.purpose)
    }
    try event.run(in: db, id, AttemptState.intent.rawValue, time, nil as String?, nil as String?)
  }

  /// False: there is no such attempt, or not in the state `earlier`.
  func insert(
    _ new: StepEvent, of key: AttemptKey, since earlier: AttemptState?, in db: Database
  ) throws -> Bool {
    let found = try present.first(in: db, key.text) { row in
      (Int64.fromStatement(row, atUncheckedIndex: 0), String.fromStatement(row, atUncheckedIndex: 1))
    }
    guard let (number, present) = found, let number, earlier == nil || present == earlier?.rawValue
    else { return false }
    try state.run(in: db, new.state.rawValue, number)
    try event.run(in: db, number, new.state.rawValue, new.time, new.record, new.note)
    if new.state == .received { try heard.run(in: db, number, number) }
    return true
  }
}

/// An event as it is kept, made before its turn comes at the disk.
struct StepEvent: Sendable {
  let state: AttemptState, time: Int64, record: String?, note: String?

  init(_ step: LedgerStep) {
    (state, time, note) = (step.state, Journal.milliseconds(.now), step.note)
    record = step.record.map { StoredRecord($0).json }
  }
}
