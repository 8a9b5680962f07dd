import Foundation
import Testing

/// `pos office` and `pos ticket` as an operator meets them: transcripts in `fixtures/golden`, written
/// anew with
/// `POS_GOLDEN=write`.
///
/// A block is `$ pos ARGUMENTS`, or with lines of input `$ pos ARGUMENTS <<< LINE | LINE`. `{journal}`
/// stands for a
/// fresh journal, `{code}` for the last tracking code that was printed, `{image}` for a picture,
/// `{empty}` for
/// nothing.
@Suite(.serialized) struct OfficeTests {
  @Test(arguments: ["office", "ticket", "ticket-fa"])
  func readsAsBefore(name: String) async throws {
    let file = Tool.root.appending(path: "fixtures/golden/\(name).txt")
    let wanted = try String(contentsOf: file, encoding: .utf8)
    let folder = try Tool.folder("golden-\(name)")
    var (actual, code) = ([String](), "")
    for line in wanted.split(separator: "\n") where line.hasPrefix("$ pos ") {
      let outcome = try await run(String(line), code: code, in: folder)
      if let found = outcome.output.firstMatch(of: #/\b[1-9]\d{9}\b/#) { code = String(found.0) }
      actual.append(block(String(line), outcome, in: folder))
    }
    let text = actual.joined(separator: "\n\n") + "\n"
    if ProcessInfo.processInfo.environment["POS_GOLDEN"] == "write" {
      try Data(text.utf8).write(to: file)
    } else {
      #expect(text == wanted)
    }
  }

  private func run(_ line: String, code: String, in folder: URL) async throws -> Tool.Outcome {
    let parts = line.dropFirst("$ pos ".count).components(separatedBy: " <<< ")
    let arguments = Self.words(parts[0]).map { word in
      word.replacingOccurrences(of: "{journal}", with: folder.appending(path: "journal.sqlite").path)
        .replacingOccurrences(of: "{code}", with: code)
        .replacingOccurrences(of: "{image}", with: Self.picture)
    }
    let input = parts.dropFirst().first.map { text in
      text.components(separatedBy: " | ").map {
        $0.replacingOccurrences(of: "{image}", with: Self.picture)
          .replacingOccurrences(of: "{empty}", with: "") + "\n"
      }
      .joined()
    }
    return try await Tool.run(arguments, input: input, in: folder)
  }

  private static let picture = Tool.root.appending(path: "fixtures/images/document.png").path

  /// Words; what stands between quotes is one.
  private static func words(_ text: String) -> [String] {
    text.components(separatedBy: "\"").enumerated().flatMap { index, part in
      index.isMultiple(of: 2) ? part.split(separator: " ").map(String.init) : [part]
    }
  }

  private func block(_ line: String, _ outcome: Tool.Outcome, in folder: URL) -> String {
    let notes = outcome.errors.split(separator: "\n").map { "! \($0)" }
    let lines = [line] + outcome.lines + notes + ["(exit \(outcome.status))"]
    return lines.map { line in
      line.replacing(folder.path, with: "FOLDER")
        .replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/, with: "TIME")
        .replacing(/[۰-۹]{4}\/[۰-۹]{2}\/[۰-۹]{2} [۰-۹]{2}:[۰-۹]{2}:[۰-۹]{2}/, with: "TIME")
        .replacing(/[۰-۹]{2}:[۰-۹]{2}:[۰-۹]{2}/, with: "TIME")
        .replacing(/\b[1-9]\d{9}\b/, with: "CODE")
    }.joined(separator: "\n")
  }

  @Test func aPasswordIsNowhereOnDisk() async throws {
    let folder = try Tool.folder()
    let journal = folder.appending(path: "journal.sqlite").path
    let office = ["--journal", journal, "--code", "72-1234"]
    let outcome = try await Tool.run(
      ["office", "create", "--name", "Counter"] + office, input: "Zebra-Kettle-9\n", in: folder)
    #expect(outcome.status == 0 && !outcome.output.contains("Zebra"))
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !file.hasSuffix(".in")
    {
      let bytes = try Data(contentsOf: folder.appending(path: file))
      #expect(bytes.range(of: Data("Zebra".utf8)) == nil)
    }
    let right = try await Tool.run(["office", "sign-in"] + office, input: "Zebra-Kettle-9\n", in: folder)
    #expect(right.status == 0)
    let help = try await Tool.run(["office", "sign-in", "--help"], in: folder)
    #expect(!help.output.contains("--password"))
  }
}
