import Foundation
import Testing

/// What people see, word by word: transcripts in `fixtures/golden`. `POS_GOLDEN=write` writes them anew; look
/// at the difference before you keep it.
///
/// A block is `$ pos ARGUMENTS`, then what it printed, lines of standard error after `! `, and `(exit N)`.
/// `{reader}` stands for the options of a simulator that the transcript has for itself, `{journal}` for a
/// fresh journal.
@Suite(.serialized) struct GoldenTests {
  @Test(arguments: ["decode", "pay", "pay-fa", "errors"])
  func readsAsBefore(name: String) async throws {
    let file = Tool.root.appending(path: "fixtures/golden/\(name).txt")
    let wanted = try String(contentsOf: file, encoding: .utf8)
    try await SimulatedReader.run(.pty, "golden-\(name)") { sim in
      var actual: [String] = []
      for line in wanted.split(separator: "\n", omittingEmptySubsequences: false)
      where line.hasPrefix("$ pos ") {
        actual.append(try await block(String(line), sim))
      }
      let text = actual.joined(separator: "\n\n") + "\n"
      if ProcessInfo.processInfo.environment["POS_GOLDEN"] == "write" {
        try Data(text.utf8).write(to: file)
      } else {
        #expect(text == wanted)
      }
    }
  }

  private func block(_ line: String, _ sim: SimulatedReader) async throws -> String {
    let arguments = line.dropFirst("$ pos ".count).split(separator: " ").flatMap { word -> [String] in
      switch word {
      case "{reader}": sim.reader
      case "{journal}": ["--journal", sim.journal]
      default: [String(word)]
      }
    }
    let outcome = try await Tool.run(arguments, in: sim.folder)
    let notes = outcome.errors.split(separator: "\n").map { "! \($0)" }
    let lines = [line] + outcome.lines + notes + ["(exit \(outcome.status))"]
    return lines.map { withoutPlaces($0, sim) }.joined(separator: "\n")
  }

  /// Times, and where this run keeps its files, are another each time.
  private func withoutPlaces(_ line: String, _ sim: SimulatedReader) -> String {
    line.replacing(sim.folder.path, with: "FOLDER")
      .replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/, with: "TIME")
      .replacing(/[۰-۹]{4}\/[۰-۹]{2}\/[۰-۹]{2} [۰-۹]{2}:[۰-۹]{2}:[۰-۹]{2}/, with: "TIME")
  }
}
