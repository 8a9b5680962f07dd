import Foundation
import Testing

/// `pos sim` as a child process, and where a register finds it. Everything of one test lies in its folder.
struct SimulatedReader: Sendable {
  enum Port: String, CaseIterable, Sendable { case tcp, pty }

  let child: Child
  let address: String
  let folder: URL

  /// Every wait, the protocol's too, is a tenth of the real one.
  static let timeScale = "0.1"

  /// Starts one and waits until it listens.
  init(_ port: Port = .tcp, in folder: URL, more: [String] = []) async throws {
    self.folder = folder
    let place =
      port == .tcp ? ["--tcp", "127.0.0.1:0"] : ["--pty", "--link", folder.appending(path: "reader").path]
    let state = folder.appending(path: "state").path
    let arguments = ["sim"] + place + ["--state", state, "--time-scale", Self.timeScale]
    child = try Child(Tool.binary, arguments + more, in: folder)
    let text = await child.wait(within: 60) { $0.contains("\n") }
    let first = try #require(text?.split(separator: "\n").first, "the simulator did not start")
    try #require(first.hasPrefix("ready "))
    address = String(first.dropFirst("ready ".count))
  }

  var journal: String { folder.appending(path: "journal.sqlite").path }

  /// What `status` needs to reach it.
  var reader: [String] { ["--reader", address, "--time-scale", Self.timeScale] }
  /// What the verbs with a journal need.
  var both: [String] { reader + ["--journal", journal] }

  func pay(_ key: String, _ amount: Int, _ more: String...) async throws -> Tool.Outcome {
    try await Tool.run(
      ["pay"] + both + ["--key", key, "--amount", String(amount), "--json"] + more, in: folder)
  }

  func recover() async throws -> Tool.Outcome {
    try await Tool.run(["recover"] + both + ["--json"], in: folder)
  }

  /// What the acquirer's ledger says of an amount: booked, declined, reversed.
  func ledger(_ amount: Int) throws -> [String] {
    let text = try String(contentsOf: folder.appending(path: "state/acquirer.jsonl"), encoding: .utf8)
    return text.split(separator: "\n").compactMap { line in
      let row = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return row?["amount"] as? Int == amount ? row?["event"] as? String : nil
    }
  }

  func stop() async {
    child.signal(SIGTERM)
    _ = await child.end(within: 10)
  }

  /// Starts one, runs `body`, stops it.
  static func run(
    _ port: Port = .tcp, _ name: String = #function, more: [String] = [],
    _ body: (SimulatedReader) async throws -> Void
  ) async throws {
    let sim = try await SimulatedReader(port, in: Tool.folder(name), more: more)
    do {
      try await body(sim)
    } catch {
      await sim.stop()
      throw error
    }
    await sim.stop()
  }
}

extension [String: Any] {
  func text(_ key: String) -> String? { self[key] as? String }
  func number(_ key: String) -> Int? { self[key] as? Int }
  func flag(_ key: String) -> Bool? { self[key] as? Bool }
  func object(_ key: String) -> [String: Any]? { self[key] as? [String: Any] }
  func isNull(_ key: String) -> Bool { self[key] is NSNull }
}
