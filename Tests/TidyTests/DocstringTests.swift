import Testing

/// Every public type and function says what its signature cannot.
@Suite struct DocstringTests {
  /// What other modules' protocols ask for and document.
  static let witnesses: Set<String> = [
    "asUnownedSerialExecutor", "checkIsolated", "encode", "enqueue", "hash", "isIsolatingCurrentContext",
    "makeAsyncIterator", "next", "run", "validate",
  ]

  /// The public types and functions among `lines` that no `///` precedes; operators need none.
  static func undocumented(_ lines: [String]) -> [String] {
    let declaration =
      #/^ *(?:@\w+ )*public (?:[a-z]+(?:\(\w+\))? )*(struct|enum|class|actor|protocol|func) (\w+)/#
    return lines.enumerated().compactMap { index, line in
      guard let match = line.prefixMatch(of: declaration), !witnesses.contains(String(match.2)) else {
        return nil
      }
      let above = lines[..<index].last { !$0.trimmedLeft.hasPrefix("@") }
      return above?.trimmedLeft.hasPrefix("///") == true ? nil : "line \(index + 1): \(match.1) \(match.2)"
    }
  }

  @Test func publicNamesAreDocumented() {
    let files = Tree.files(below: "Sources", endings: [".swift"])
    #expect(Tree.findings(in: files, rule: Self.undocumented).isEmpty)
  }

  @Test func seesWhatIsMissing() {
    let lines = [
      "/// Documented.", "public struct A {", "  /// Too.", "  @discardableResult", "  public func a() {}",
      "  public static func < (left: A, right: A) -> Bool { true }", "  public mutating func b() {}", "}",
      "public nonisolated enum C {}",
    ]
    #expect(Self.undocumented(lines) == ["line 7: func b", "line 9: enum C"])
  }
}

extension String {
  fileprivate var trimmedLeft: Substring { drop { $0 == " " } }
}
