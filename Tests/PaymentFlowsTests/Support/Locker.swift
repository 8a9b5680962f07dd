import GRDB

/// Another program that holds the journal's write lock.
final class Locker: @unchecked Sendable {
  private var connection: DatabaseQueue?

  func lock(_ path: String) {
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    connection = try? DatabaseQueue(path: path, configuration: configuration)
    try? connection?.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
  }

  func unlock() {
    try? connection?.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    connection = nil
  }
}
