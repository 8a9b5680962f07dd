import Testing

/// Files, functions and lines that a person can take in at once.
@Suite struct SizeTests {
  static let longestFile = 400, longestFunction = 60, longestLine = 110, mostPublicTypes = 3

  static func files(_ lines: [String]) -> [String] {
    lines.count - 1 > longestFile ? ["\(lines.count - 1) lines"] : []
  }

  /// A line may be longer for the sake of a text that is not cut.
  static func lines(_ lines: [String]) -> [String] {
    lines.enumerated()
      .filter { $0.element.count > longestLine && !$0.element.contains(#/"[^"]{40,}"|\\$/#) }
      .map { "line \($0.offset + 1) has \($0.element.count) columns" }
  }

  /// A body ends at the first brace in the column where its declaration began; swift-format sees to that.
  static func functions(_ lines: [String]) -> [String] {
    let declaration = /^( *)(?:[@a-z][\w()]* )*(?:func |init[?<(]|subscript|deinit)/
    return lines.enumerated().compactMap { start, line in
      guard let match = line.firstMatch(of: declaration), !line.hasSuffix("}") else { return nil }
      let body = lines[(start + 1)...]
      let isPast = { (other: String) in
        !other.isEmpty && other.prefix { $0 == " " }.count < match.1.count || other == match.1 + "}"
      }
      guard let end = body.firstIndex(where: isPast), lines[end] == match.1 + "}" else { return nil }
      let length = end - start + 1
      return length > longestFunction ? "line \(start + 1): a function of \(length) lines" : nil
    }
  }

  static func publicTypes(_ lines: [String]) -> [String] {
    let types = lines.filter {
      $0.prefixMatch(of: #/public (?:final |indirect )?(?:struct|enum|class|actor|protocol) /#) != nil
    }
    return types.count > mostPublicTypes ? ["\(types.count) public types"] : []
  }

  @Test func filesAreShort() {
    #expect(Tree.findings(in: Tree.swiftFiles, rule: Self.files).isEmpty)
  }

  @Test func linesAreShort() {
    #expect(Tree.findings(in: Tree.swiftFiles, rule: Self.lines).isEmpty)
  }

  @Test func functionsAreShort() {
    #expect(Tree.findings(in: Tree.swiftFiles, rule: Self.functions).isEmpty)
  }

  /// The words of `PosProtocol/Reader` may stand together: they are read together.
  @Test func filesAreAboutOneThing() {
    let files = Tree.files(below: "Sources", endings: [".swift"])
      .filter { !$0.contains("PosProtocol/Reader/") }
    #expect(Tree.findings(in: files, rule: Self.publicTypes).isEmpty)
  }

  @Test func seesWhatIsTooLong() {
    let body = Array(repeating: "    work()", count: 60)
    let long = ["struct A {", "  public mutating func run(", "    _ a: Int", "  ) {"] + body + ["  }", "}"]
    #expect(Self.functions(long) == ["line 2: a function of 64 lines"])
    let requirement = ["protocol A {", "  func run()", "}", "struct B {"] + body + ["  }", "}"]
    #expect(Self.functions(requirement).isEmpty)
    #expect(Self.files(Array(repeating: "", count: 402)) == ["401 lines"])
    #expect(Self.lines([String(repeating: "x", count: 111)]) == ["line 1 has 111 columns"])
    #expect(Self.publicTypes(Array(repeating: "public struct A {", count: 4)) == ["4 public types"])
  }
}
