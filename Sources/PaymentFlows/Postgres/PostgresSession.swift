#if Postgres
  internal import CPostgres

  /// A connection's statements. Blocks: lives on its connection's own queue and never leaves it.
  final class PostgresSession: SQLSession {
    private let connection: OpaquePointer

    /// What holds unless the address says otherwise. After 15 seconds of silence a line is dead.
    private static let defaults = [
      ("application_name", "pos"), ("connect_timeout", "5"), ("keepalives_idle", "10"),
      ("keepalives_interval", "5"), ("keepalives_count", "2"), ("tcp_user_timeout", "15000"),
    ]

    /// - Parameter address: libpq's keywords or URL. The password may stand in `PGPASSWORD` or `~/.pgpass`.
    init(_ address: String) throws(PostgresError) {
      let parameters = Self.defaults + [("dbname", address)]
      let connection = Self.withCStrings(parameters.map(\.0) + [nil]) { names in
        Self.withCStrings(parameters.map(\.1) + [nil]) { values in PQconnectdbParams(names, values, 1) }
      }
      guard let connection else { throw PostgresError(state: "", message: "out of memory") }
      self.connection = connection
      guard PQstatus(connection) == CONNECTION_OK else {
        throw PostgresError(state: "", message: Self.message(of: connection))
      }
    }

    deinit { PQfinish(connection) }

    var isUsable: Bool { PQstatus(connection) == CONNECTION_OK }

    /// Runs one statement with its values, `$1` and on, and returns its rows.
    @discardableResult
    func run(_ sql: String, _ values: [any SQLConvertible] = []) throws(PostgresError) -> [SQLRow] {
      let result = Self.withCStrings(values.map(\.sqlValue.text)) { pointers in
        PQexecParams(connection, sql, Int32(pointers.count), nil, pointers, nil, nil, 0)
      }
      return try rows(of: result)
    }

    /// Runs statements without values, and checks what the last one did.
    func script(_ sql: String, expecting tag: String? = nil) throws(PostgresError) {
      let result = PQexec(connection, sql)
      let said = result.flatMap { PQcmdStatus($0) }.map { String(cString: $0) }
      _ = try rows(of: result)
      // The end of a transaction that had failed is ROLLBACK, and no error.
      guard tag == nil || said == tag else {
        throw PostgresError(state: "40000", message: "\(said ?? "nothing")")
      }
    }

    func rows(_ sql: String, _ values: [any SQLConvertible]) throws -> [SQLRow] {
      try run(Self.numbered(sql), values)
    }

    func perform(_ sql: String, _ values: [any SQLConvertible]) throws { try run(Self.numbered(sql), values) }

    /// `?` is `$1`, `$2` and so on here.
    private static func numbered(_ sql: String) -> String {
      var (number, text) = (0, "")
      for part in sql.split(separator: "?", omittingEmptySubsequences: false) {
        text += number == 0 ? String(part) : "$\(number)\(part)"
        number += 1
      }
      return text
    }

    private func rows(of result: OpaquePointer?) throws(PostgresError) -> [SQLRow] {
      guard let result else { throw PostgresError(state: "", message: Self.message(of: connection)) }
      defer { PQclear(result) }
      switch PQresultStatus(result) {
      case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return Self.rows(result)
      default:
        let field = { (code: Character) in
          code.asciiValue.flatMap { PQresultErrorField(result, Int32($0)) }.map { String(cString: $0) }
        }
        throw PostgresError(state: field("C") ?? "", message: field("M") ?? Self.message(of: connection))
      }
    }

    private static func rows(_ result: OpaquePointer) -> [SQLRow] {
      let names = (0..<PQnfields(result)).map { PQfname(result, $0).map { String(cString: $0) } ?? "" }
      return (0..<PQntuples(result)).map { row in
        SQLRow(
          names.enumerated().map { column, name in
            let isNull = PQgetisnull(result, row, Int32(column)) != 0
            let text = isNull ? nil : PQgetvalue(result, row, Int32(column)).map { String(cString: $0) }
            return (name, text.map(SQLValue.text) ?? .null)
          })
      }
    }

    private static func message(of connection: OpaquePointer) -> String {
      guard let text = PQerrorMessage(connection) else { return "no detail" }
      let line = String(cString: text).split(separator: "\n").first.map(String.init)
      return line ?? "the connection is gone"
    }

    /// Hands the texts to `body` as C has them; nil stays nil.
    private static func withCStrings<Value>(
      _ texts: [String?], _ body: ([UnsafePointer<CChar>?]) -> Value
    ) -> Value {
      let bytes = texts.map { text in text.map { Array($0.utf8CString) } }
      let all = bytes.flatMap { $0 ?? [] }
      return all.withUnsafeBufferPointer { buffer in
        var (next, pointers) = (0, [UnsafePointer<CChar>?]())
        for text in bytes {
          pointers.append(text == nil ? nil : buffer.baseAddress?.advanced(by: next))
          next += text?.count ?? 0
        }
        return body(pointers)
      }
    }
  }
#endif
