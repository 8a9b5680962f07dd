internal import Foundation

/// The counter's tables. Times are milliseconds since 1970, UTC; amounts are rials; words are those of the
/// types that bear their names.
extension JournalMigration {
  static let flows = [
    JournalMigration(name: "flows 1", sql: flowTables), JournalMigration(name: "flows 2", sql: dayTable),
  ]

  private static let dayTable = """
    CREATE TABLE day_closes (
      reader TEXT NOT NULL,
      number BIGINT NOT NULL,
      started BIGINT NOT NULL,
      stage TEXT NOT NULL,
      totals TEXT,
      PRIMARY KEY (reader, number)
    );
    """

  private static let flowTables = """
    CREATE TABLE flows (
      id TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      subject TEXT NOT NULL,
      applicant TEXT NOT NULL,
      category TEXT NOT NULL,
      searchable TEXT NOT NULL,
      registered BIGINT NOT NULL,
      stage TEXT NOT NULL
    );
    CREATE INDEX flows_by_kind ON flows (kind, registered, id);
    CREATE INDEX flows_by_stage ON flows (stage);
    CREATE TABLE flow_steps (
      flow TEXT NOT NULL REFERENCES flows (id),
      position BIGINT NOT NULL,
      stage TEXT NOT NULL,
      time BIGINT NOT NULL,
      attempt TEXT,
      tracking TEXT,
      host_reference TEXT,
      note TEXT,
      result TEXT,
      PRIMARY KEY (flow, position)
    );
    CREATE TABLE flow_payments (
      attempt TEXT PRIMARY KEY,
      flow TEXT NOT NULL REFERENCES flows (id),
      category TEXT NOT NULL,
      purpose TEXT NOT NULL,
      amount BIGINT NOT NULL CHECK (amount > 0),
      status TEXT NOT NULL,
      tracking TEXT,
      host_reference TEXT,
      searchable TEXT NOT NULL,
      time BIGINT NOT NULL
    );
    CREATE INDEX flow_payments_by_time ON flow_payments (time, attempt);
    CREATE INDEX flow_payments_by_category ON flow_payments (category, time, attempt);
    CREATE INDEX flow_payments_by_status ON flow_payments (status, time, attempt);
    CREATE TABLE flow_bills (
      flow TEXT NOT NULL REFERENCES flows (id),
      position BIGINT NOT NULL,
      bill TEXT NOT NULL,
      payment TEXT NOT NULL,
      amount BIGINT NOT NULL CHECK (amount > 0),
      stage TEXT NOT NULL,
      PRIMARY KEY (flow, position)
    );
    CREATE INDEX flow_bills_by_bill ON flow_bills (bill);
    CREATE TABLE settlements (
      reference TEXT PRIMARY KEY,
      flow TEXT NOT NULL REFERENCES flows (id),
      debt TEXT NOT NULL,
      amount BIGINT NOT NULL CHECK (amount > 0),
      tracking TEXT,
      host_reference TEXT,
      paid BIGINT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('due', 'reported', 'refused')),
      tries BIGINT NOT NULL,
      next BIGINT NOT NULL,
      note TEXT
    );
    CREATE INDEX settlements_by_state ON settlements (state, next);
    """
}

/// Instants as the tables keep them.
enum FlowTime {
  static func milliseconds(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1000).rounded()) }
  static func date(_ milliseconds: Int64) -> Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
