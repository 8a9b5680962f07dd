import Foundation
import Testing

/// What goes wrong before a payment: one line that says what to do, the right exit status, nothing lost.
@Suite(.serialized) struct BadInputTests {
  static let key = ["--key", "a", "--amount", "1000", "--json"]

  /// One line on standard error that ends what it says with a sentence, and an object on standard output.
  private func expectComplaint(
    _ outcome: Tool.Outcome, _ status: Int32, _ reason: String,
    _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.status == status, sourceLocation: location)
    #expect(outcome.object.object("error")?.text("reason") == reason, sourceLocation: location)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count == 1, sourceLocation: location)
    #expect(lines.first?.hasPrefix("pos: ") == true && lines.first?.hasSuffix(".") == true)
  }

  @Test(arguments: [
    ("tcp:127.0.0.1:1", "refuses the connection"), ("serial:/dev/no-such-tty", "There is no such reader"),
    ("/dev/null", "is not a serial line"), ("tcp:no-such-host.invalid:20007", "There is no such reader"),
  ])
  func unreachable(address: String, words: String) async throws {
    let folder = try Tool.folder()
    let journal = folder.appending(path: "j").path
    let paid = try await Tool.run(["pay", "--reader", address, "--journal", journal] + Self.key, in: folder)
    expectComplaint(paid, 69, "reader")
    #expect(paid.errors.contains(words))
    #expect(paid.object.text("outcome") == "notSent")
    let status = try await Tool.run(["status", "--reader", address, "--json"], in: folder)
    expectComplaint(status, 69, "reader")
    let history = try await Tool.run(["history", "--journal", journal, "--json"], in: folder)
    #expect(history.status == 0)
    #expect(history.objects.allSatisfy { $0.text("outcome") == "notSent" })
  }

  @Test(arguments: [
    ["pay"], ["pay", "--reader", "nowhere", "--journal", "j"], ["pay", "--amount", "-5"], ["nonsense"],
    ["status", "--reader", "tcp:127.0.0.1:70000"], ["decode", "--layer", "smoke", "00"], ["serve"],
    ["pay", "--reader", "/dev/null", "--journal", "j", "--key", "a", "--amount", "0"],
    ["pay", "--reader", "/dev/null", "--journal", "j", "--key", "a"],
    ["pay", "--reader", "/dev/null", "--journal", "j", "--key", "a", "--amount", "1", "--bill", "1"],
    ["pay", "--reader", "/dev/null", "--journal", "j", "--key", "a", "--amount", "1000000000000"],
    ["pay", "--reader", "/dev/null", "--journal", "j", "--key", "", "--amount", "1"],
    ["pay", "--reader", "/dev/null", "--journal", "j", "--key", "a", "--amount", "1", "--password", "12345"],
    ["pay", "--reader", "/dev/null", "--journal", "j", "--key", "a", "--amount", "1", "--currency", "USD"],
    ["sim"], ["sim", "--tcp", "127.0.0.1:0", "--pty"], ["history", "--journal", "j", "--limit", "0"],
  ])
  func wrongUsage(arguments: [String]) async throws {
    let outcome = try await Tool.run(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("Error:"))
  }

  @Test func wrongUsageInJSON() async throws {
    let outcome = try await Tool.run(["pay", "--amount", "0", "--json"])
    #expect(outcome.status == 64)
    #expect(outcome.object.object("error")?.text("reason") == "usage")
    #expect(outcome.object.object("error")?.text("message")?.contains("--amount") == true)
    #expect(outcome.errors.contains("Error:"))
  }

  /// A signal that comes as soon as it says that it is ready.
  @Test func simulatorEndsAtOnce() async throws {
    for _ in 1...20 {
      let sim = try await SimulatedReader(.pty, in: Tool.folder())
      sim.child.signal(SIGTERM)
      #expect(await sim.child.end(within: 10).status == 0)
      let link = sim.folder.appending(path: "reader").path
      #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: link)) == nil)
    }
  }

  @Test(arguments: [
    ("1234567810190", "150041268", "billCheck"), ("1234567810199", "150041278", "paymentCheck"),
    ("1234567810199", "150041269", "pairCheck"), ("12x4567810199", "150041268", "notDigit"),
    ("123", "150041268", "length"), ("1234567810199", "", "length"),
  ])
  func wrongBill(bill: String, payment: String, reason: String) async throws {
    let folder = try Tool.folder()
    let journal = folder.appending(path: "j").path
    let outcome = try await Tool.run(
      ["pay", "--reader", "tcp:127.0.0.1:1", "--journal", journal, "--key", "a"]
        + ["--bill", bill, "--payment", payment, "--json"], in: folder)
    expectComplaint(outcome, 65, reason)
  }

  @Test func lockedJournal() async throws {
    try await SimulatedReader.run { sim in
      #expect(try await sim.pay("first", 1000).status == 0)
      let lock = try Child(
        URL(filePath: "/usr/bin/env"),
        ["python3", "-c", BadInputTests.locker, sim.journal], in: sim.folder)
      #expect(await lock.wait { $0.contains("locked") } != nil)
      let paid = try await sim.pay("second", 2000)
      lock.signal(SIGKILL)
      _ = await lock.end()
      expectComplaint(paid, 73, "journalLocked")
      #expect(try sim.ledger(2000) == [], "nothing was sent")
      #expect(try await sim.pay("second", 2000).status == 0)
    }
  }

  private static let locker = """
    import sqlite3, sys, time
    connection = sqlite3.connect(sys.argv[1], isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    print("locked", flush=True)
    time.sleep(60)
    """

  @Test func damagedJournal() async throws {
    let folder = try Tool.folder()
    let journal = folder.appending(path: "j")
    let bytes = Data(repeating: 0x5A, count: 8192)
    try bytes.write(to: journal)
    let outcome = try await Tool.run(
      ["pay", "--reader", "tcp:127.0.0.1:1", "--journal", journal.path] + Self.key, in: folder)
    expectComplaint(outcome, 73, "journalDamaged")
    #expect(try Data(contentsOf: journal) == bytes, "nothing is thrown away")
  }

  @Test func missingJournalFolderAndMissingJournal() async throws {
    let folder = try Tool.folder()
    let outcome = try await Tool.run(
      ["pay", "--reader", "tcp:127.0.0.1:1", "--journal", folder.path + "/none/j"] + Self.key, in: folder)
    expectComplaint(outcome, 73, "journalCannotOpen")
    let history = try await Tool.run(["history", "--journal", folder.path + "/j", "--json"], in: folder)
    expectComplaint(history, 66, "journalMissing")
    let recover = try await Tool.run(
      ["recover", "--reader", "tcp:127.0.0.1:1", "--journal", folder.path + "/j", "--json"], in: folder)
    expectComplaint(recover, 66, "journalMissing")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/j"))
  }

  @Test func portInUse() async throws {
    try await SimulatedReader.run { sim in
      let place = String(sim.address.dropFirst("tcp:".count))
      let second = try await Tool.run(["sim", "--tcp", place], in: sim.folder)
      #expect(second.status == 69)
      #expect(second.output.isEmpty)
      #expect(second.errors.contains("Another program holds \(sim.address). Close"))
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "the system has no /dev/full"))
  func standardOutputThatTakesNothing() async throws {
    let folder = try Tool.folder()
    let outcome = try await Tool.run(["decode", "--json", "800000"], in: folder, output: "/dev/full")
    #expect(outcome.status == 74)
  }

  @Test func garbageOnTheLine() async throws {
    let folder = try Tool.folder()
    let noise = try Child(
      URL(filePath: "/usr/bin/env"), ["python3", "-c", BadInputTests.babbler], in: folder)
    let text = try #require(await noise.wait { $0.contains("\n") })
    let address = "tcp:127.0.0.1:" + text.split(separator: "\n")[0]
    let outcome = try await Tool.run(
      ["pay", "--reader", address, "--journal", folder.path + "/j", "--time-scale", "0.05"] + Self.key,
      in: folder)
    noise.signal(SIGKILL)
    _ = await noise.end()
    expectComplaint(outcome, 69, "reader")
  }

  /// A server that sends random bytes to whoever connects.
  private static let babbler = """
    import random, socket
    server = socket.create_server(("127.0.0.1", 0))
    print(server.getsockname()[1], flush=True)
    chance = random.Random(7)
    while True:
        peer = server.accept()[0]
        try:
            for _ in range(200):
                peer.sendall(chance.randbytes(100))
            peer.recv(1000)
        except OSError:
            pass
        peer.close()
    """
}
