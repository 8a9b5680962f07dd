#if Postgres
  import Foundation
  import PosDriver
  import PosProtocol
  import Testing

  @testable import PaymentFlows

  /// The server goes while payments run. Each test has one of its own.
  @Suite(.serialized, .timeLimit(.minutes(3))) struct PostgresOutageTests {
    let server = OwnServer()

    /// It went after the intent was kept: the approval cannot be, so the terminal is told to reverse. Until
    /// it is back nothing is sent; then the truth is found.
    @Test func aServerThatIsGoneChargesNobody() async throws {
      let address = try server.start()
      let ledger = try PostgresLedger(address)
      let (reader, other) = (FakeReader(.wait), FakeReader(name: "fake:2"))
      let payments = Payments(journal: ledger, configuration: .hasty)
      let paid = Task { await payments.pay(order(), key: key("a"), on: reader) }
      await eventually { await reader.calls.contains(.pay) }
      try server.stop("immediate")
      await reader.release()
      let report = await paid.value
      #expect(report.outcome == .unknown)
      guard case .journal(.cannotOpen)? = report.error else {
        Issue.record("\(String(describing: report.error))")
        return
      }
      #expect(await reader.calls.contains(.refused))
      #expect(await reader.booked.isEmpty)
      let refused = await payments.pay(order(5, "other"), key: key("b"), on: other)
      guard case .journal(.cannotOpen)? = refused.error else {
        Issue.record("\(String(describing: refused.error))")
        return
      }
      #expect(await !other.calls.contains(.pay))
      _ = try server.start()
      let summary = await payments.recover(on: reader)
      #expect(summary.reports.map(\.outcome) == [.declined])
      #expect(try await ledger.unresolved().isEmpty)
      #expect(await payments.pay(order(5, "other"), key: key("b"), on: other).outcome == .approved)
    }

    /// It is started anew, as for an update: the step waits for it.
    @Test func aServerThatComesBackIsWaitedFor() async throws {
      let address = try server.start()
      let ledger = try PostgresLedger(address)
      let reader = FakeReader(.wait)
      let payments = Payments(journal: ledger, configuration: .hasty)
      let paid = Task { await payments.pay(order(), key: key("a"), on: reader) }
      await eventually { await reader.calls.contains(.pay) }
      try server.stop("fast")
      _ = try server.start()
      await reader.release()
      #expect(await paid.value.outcome == .approved)
      #expect(try await ledger.events(key("a")).map(\.state) == [.intent, .received, .approved])
    }

    @Test func aServerThatDoesNotSyncIsRefused() async throws {
      let address = try server.start()
      try PostgresConnection(address).first { session in
        _ = try session.run("ALTER SYSTEM SET fsync = off")
        _ = try session.run("SELECT pg_reload_conf()")
      }
      await eventually {
        (try? PostgresLedger(address)) == nil
      }
      #expect(throws: JournalError.cannotOpen("the server does not sync its commits: fsync is off")) {
        _ = try PostgresLedger(address)
      }
    }
  }

  /// A server that nobody else uses; gone with its test.
  final class OwnServer: Sendable {
    private let folder = FileManager.default.temporaryDirectory.appending(
      path: "postgres-\(UUID().uuidString)"
    ).path

    deinit {
      try? stop("immediate")
      try? FileManager.default.removeItem(atPath: folder)
    }

    /// - Returns: its address, the same each time.
    func start() throws -> String { try script(["start", folder]) + "/postgres" }

    func stop(_ mode: String) throws { _ = try script(["stop", folder, mode]) }

    private func script(_ arguments: [String]) throws -> String {
      let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
      let (process, output) = (Process(), Pipe())
      process.executableURL = root.appending(path: "scripts/postgres")
      process.arguments = arguments
      process.standardOutput = output
      try process.run()
      // The server keeps the pipe's other end, if it can: one line is what there is.
      var text: [UInt8] = []
      while process.isRunning || text.last != UInt8(ascii: "\n") {
        let data = output.fileHandleForReading.availableData
        guard !data.isEmpty else { break }
        text += data
      }
      process.waitUntilExit()
      guard process.terminationStatus == 0 else { throw CocoaError(.fileNoSuchFile) }
      return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
  }
#endif
