#if Postgres
  import Foundation
  import Synchronization
  import Testing

  @testable import PaymentFlows

  /// The server that scripts/postgres has started. Each test makes a database of its own on it.
  final class TestServer: Sendable {
    private let address: String
    private let connection: PostgresConnection
    private let hasTemplate = Mutex(false)

    /// Nil: the tests were not run with scripts/postgres.
    static let shared = ProcessInfo.processInfo.environment["POS_POSTGRES"].map { TestServer($0) }

    private init(_ address: String) {
      (self.address, connection) = (address, PostgresConnection("\(address)/postgres"))
    }

    /// The address of a database of a test's own, and a connection to it beside its ledgers'.
    static func fresh() throws -> (address: String, other: PostgresConnection) {
      let address = try #require(shared, "run them with scripts/postgres run").makeDatabase()
      return (address, PostgresConnection(address))
    }

    /// - Parameter isEmpty: without tables; else it is the copy of one that has them, which takes less long.
    /// - Returns: its address.
    func makeDatabase(isEmpty: Bool = false) throws -> String {
      let name = "t" + UUID().uuidString.lowercased().replacing("-", with: "")
      if isEmpty { return try make(name, "") }
      try hasTemplate.withLock { isThere in
        if !isThere { _ = try PostgresLedger(try make("tables", "")) }
        isThere = true
      }
      return try make(name, "TEMPLATE tables")
    }

    private func make(_ name: String, _ template: String) throws -> String {
      try connection.first { session in
        for tries in 0... {
          do {
            try session.run("CREATE DATABASE \(name) \(template)")
            return
          } catch let error as PostgresError where error.state == "55006" && tries < 100 {
            Thread.sleep(forTimeInterval: 0.05)  // Who made the tables has not quite left.
          }
        }
      }
      return "\(address)/\(name)"
    }
  }
#endif
