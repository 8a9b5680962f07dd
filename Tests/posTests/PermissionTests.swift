import Foundation
import Testing

/// Files and ports that are closed to this user, and disks that are full.
@Suite(.serialized) struct PermissionTests {
  /// Runs `pos` without root's power to open everything, which root would otherwise have.
  private func runWithoutPower(_ arguments: [String], in folder: URL) async throws -> Tool.Outcome {
    guard geteuid() == 0 else { return try await Tool.run(arguments, in: folder) }
    let drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", Tool.binary.path]
    return try await Child(URL(filePath: "/usr/bin/env"), drop + arguments, in: folder).end()
  }

  @Test func noPermissionForThePort() async throws {
    try await SimulatedReader.run(.pty) { sim in
      let link = String(sim.address.dropFirst("serial:".count))
      let port = URL(filePath: link).resolvingSymlinksInPath().path
      #expect(chmod(port, 0) == 0)
      let outcome = try await runWithoutPower(
        ["pay"] + sim.both + ["--key", "a", "--amount", "1000", "--json"], in: sim.folder)
      #expect(outcome.status == 77)
      #expect(outcome.object.text("outcome") == "notSent")
      #expect(outcome.errors.contains("may not be used by this user"))
      let status = try await runWithoutPower(["status"] + sim.reader, in: sim.folder)
      #expect(status.status == 77)
    }
  }

  @Test func noPermissionForTheJournal() async throws {
    let folder = try Tool.folder()
    let closed = folder.appending(path: "closed")
    try FileManager.default.createDirectory(at: closed, withIntermediateDirectories: true)
    #expect(chmod(closed.path, 0o500) == 0)
    let outcome = try await runWithoutPower(
      ["pay", "--reader", "tcp:127.0.0.1:1", "--journal", closed.path + "/j"] + BadInputTests.key, in: folder)
    #expect(chmod(closed.path, 0o700) == 0)
    #expect(outcome.status == 77)
    #expect(try FileManager.default.contentsOfDirectory(atPath: closed.path).isEmpty)
  }

  /// A file that may not grow stands for a full disk where no small disk can be mounted.
  @Test(arguments: [8, 64, 100]) func journalThatMayNotGrow(blocks: Int) async throws {
    try await SimulatedReader.run { sim in
      let pay = ["pay"] + sim.both + ["--key", "a", "--amount", "7000", "--json"]
      let limited = ["-c", "trap '' XFSZ; ulimit -f \(blocks); exec \"$0\" \"$@\"", Tool.binary.path] + pay
      let outcome = try await Child(URL(filePath: "/bin/bash"), limited, in: sim.folder).end()
      #expect(outcome.status == 73)
      #expect(outcome.object.text("outcome") == "notSent")
      #expect(outcome.errors.split(separator: "\n").count == 1)
      #expect(try sim.ledger(7000) == [], "nothing was sent")
      let later = try await sim.pay("a", 7000)
      #expect(later.status == 0, "nothing was lost")
    }
  }

  @Test func fullDisk() async throws {
    let folder = try Tool.folder()
    let disk = folder.appending(path: "disk")
    try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
    let mount = try await Child(
      URL(filePath: "/usr/bin/env"), ["mount", "-t", "tmpfs", "-o", "size=1m", "none", disk.path],
      in: folder
    ).end()
    // Only root can mount; the test above holds everywhere.
    guard mount.status == 0 else { return }
    let journal = disk.appending(path: "j").path
    let pay = ["pay", "--reader", "tcp:127.0.0.1:1", "--journal", journal] + BadInputTests.key
    let first = try await Tool.run(pay, in: folder)
    let filled = FileManager.default.createFile(
      atPath: disk.path + "/fill", contents: Data(count: 4096))
    while let file = FileHandle(forWritingAtPath: disk.path + "/fill"), filled {
      try file.seekToEnd()
      guard (try? file.write(contentsOf: Data(count: 4096))) != nil else { break }
    }
    let second = try await SimulatedPayment.onFullDisk(journal, in: folder)
    let unmount = try await Child(URL(filePath: "/usr/bin/env"), ["umount", disk.path], in: folder).end()
    #expect(unmount.status == 0)
    #expect(first.status == 69)
    #expect(second.status == 73)
    #expect(second.object.object("error")?.text("reason") == "journalFull")
  }
}

/// A payment at a reader that is there.
private enum SimulatedPayment {
  static func onFullDisk(_ journal: String, in folder: URL) async throws -> Tool.Outcome {
    let sim = try await SimulatedReader(.tcp, in: folder)
    let outcome = try await Tool.run(
      ["pay"] + sim.reader + ["--journal", journal, "--key", "b", "--amount", "1000", "--json"], in: folder)
    await sim.stop()
    return outcome
  }
}
