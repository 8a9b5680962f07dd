import Testing

/// Every public type and function says what its signature cannot.
@Suite struct DocstringTests {
  /// What other modules' protocols ask for and document.
  static let witnesses: Set<String> = [
    "asUnownedSerialExecutor", "checkIsolated", "encode", "enqueue", "hash", "makeAsyncIterator", "next",
    "run",
    "validate",
  ]

  /// The functions that the public protocols among `lines` ask for; they are documented there.
  static func requirements(_ lines: [String]) -> [String] {
    var names: [String] = []
    var end: String?
    for line in lines {
      if let match = line.prefixMatch(of: #/( *)public protocol /#) { end = match.1 + "}" }
      if line == end { end = nil }
      if end != nil, let match = line.prefixMatch(of: #/^ *(?:[a-z]+ )*func (\w+)/#) {
        names.append(String(match.1))
      }
    }
    return names
  }

  /// The public types and functions among `lines` that no `///` precedes; operators need none, and an enum
  /// whose cases are documented says enough.
  static func undocumented(_ lines: [String], except witnesses: Set<String> = witnesses) -> [String] {
    let declaration =
      #/^ *(?:@\w+ )*public (?:[a-z]+(?:\(\w+\))? )*(struct|enum|class|actor|protocol|func) (\w+)/#
    return lines.enumerated().compactMap { index, line in
      guard let match = line.prefixMatch(of: declaration), !witnesses.contains(String(match.2)) else {
        return nil
      }
      let above = lines[..<index].last { !$0.trimmedLeft.hasPrefix("@") }
      let isDocumented = above?.trimmedLeft.hasPrefix("///") == true
      let hasDocumentedCases = match.1 == "enum" && lines[index + 1].trimmedLeft.hasPrefix("///")
      return isDocumented || hasDocumentedCases ? nil : "line \(index + 1): \(match.1) \(match.2)"
    }
  }

  @Test func publicNamesAreDocumented() {
    let files = Tree.files(below: "Sources", endings: [".swift"])
    let witnesses = Self.witnesses.union(files.flatMap { Self.requirements(Tree.lines(of: $0)) })
    #expect(Tree.findings(in: files) { Self.undocumented($0, except: witnesses) }.isEmpty)
  }

  @Test func seesWhatIsMissing() {
    let lines = [
      "/// Documented.", "public struct A {", "  /// Too.", "  @discardableResult", "  public func a() {}",
      "  public static func < (left: A, right: A) -> Bool { true }", "  public mutating func b() {}", "}",
      "public nonisolated enum C {", "  case a", "}", "public enum D {", "  /// Good.", "  case b", "}",
    ]
    #expect(Self.undocumented(lines) == ["line 7: func b", "line 9: enum C"])
    let asked = ["  public protocol A {", "    mutating func b(_ c: Int)", "  }", "  func d() {}"]
    #expect(Self.requirements(asked) == ["b"])
    #expect(Self.undocumented(lines, except: ["b", "C"]).isEmpty)
  }
}

extension String {
  fileprivate var trimmedLeft: Substring { drop { $0 == " " } }
}
