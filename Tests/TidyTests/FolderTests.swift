import Testing

/// What must stand beside a file of a kind.
@Suite struct FolderTests {
  /// Names in `files` for which `table` has no row of the form `| name | origin | licence | …` with all three
  /// filled. A name that ends in a slash stands for everything below it.
  static func withoutRow(_ files: [String], table: [String]) -> [String] {
    let named = table.compactMap { line -> Substring? in
      let cells = line.split(separator: "|").map { $0.filter { $0 != " " && $0 != "`" } }
      return cells.count >= 3 && cells.allSatisfy { !$0.isEmpty } ? Substring(cells[0]) : nil
    }
    return files.filter { file in !named.contains { file == $0 || $0.hasSuffix("/") && file.hasPrefix($0) } }
  }

  /// What a sabotage patch lacks of its two header lines, or of a change.
  static func patchFaults(_ lines: [String]) -> [String] {
    var faults: [String] = []
    if lines.first?.prefixMatch(of: /# test: \S/) == nil { faults.append("line 1 is not '# test: REGEX'") }
    if lines.dropFirst().first?.prefixMatch(of: /# safeguard: \S/) == nil {
      faults.append("line 2 is not '# safeguard: SENTENCE'")
    }
    let changed = lines.filter { $0.hasPrefix("+++ ") }
    if changed.isEmpty { faults.append("changes no file") }
    faults += changed.filter { !$0.hasPrefix("+++ b/Sources/") }
      .map { "changes \($0.dropFirst(4)), not a source" }
    return faults
  }

  @Test func everyFixtureHasOriginAndLicence() {
    let files = Tree.files(below: "fixtures").map { String($0.dropFirst("fixtures/".count)) }
      .filter { $0 != "README.md" }
    let missing = Self.withoutRow(files, table: Tree.lines(of: "fixtures/README.md"))
    #expect(missing.isEmpty)
  }

  @Test func everySabotagePatchSaysWhatItProves() {
    let patches = Tree.files(below: "Sabotage", endings: [".patch"])
    #expect(Tree.findings(in: patches, rule: Self.patchFaults).isEmpty)
  }

  /// Words of the expression for a patch's tests with which no word of `tests` begins.
  static func unknownTests(_ lines: [String], among tests: Set<String>) -> [String] {
    (lines.first ?? "").dropFirst("# test: ".count).matches(of: #/\w+/#).map { String($0.0) }
      .filter { word in !tests.contains { $0.hasPrefix(word) } }
  }

  @Test func everySabotagePatchNamesATestThatExists() {
    let tests = Tree.files(below: "Tests", endings: [".swift"]).flatMap(Tree.lines).flatMap { line in
      line.matches(of: #/(?:func|struct|class|actor|enum) (\w+)/#).map { String($0.1) }
    }
    let patches = Tree.files(below: "Sabotage", endings: [".patch"])
    #expect(Tree.findings(in: patches) { Self.unknownTests($0, among: Set(tests)) }.isEmpty)
  }

  @Test func seesWhatIsMissing() {
    let table = [
      "| file | origin | licence |", "|---|---|---|", "| `a.json` | ours | Apache-2.0 |",
      "| b.json | | MIT |",
    ]
    #expect(Self.withoutRow(["a.json", "b.json", "c.json"], table: table) == ["b.json", "c.json"])
    #expect(Self.withoutRow(["d/e"], table: ["| `d/` | ours | Apache-2.0 |"]).isEmpty)
    #expect(Self.patchFaults(["# test: A", "# safeguard: B.", "+++ b/Sources/A.swift"]).isEmpty)
    #expect(Self.patchFaults(["# test: A", "+++ b/Tests/A.swift"]).count == 2)
    #expect(Self.unknownTests(["# test: AB/c|D.cd"], among: ["ABC", "cc", "D"]) == ["cd"])
  }
}
