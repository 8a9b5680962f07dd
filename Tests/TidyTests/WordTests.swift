import Testing

/// Words that have no place in a finished tree.
@Suite struct WordTests {
  /// Written in halves, so that this file passes its own rule.
  static let promises = [
    "TO" + "DO", "FIX" + "ME", "X" + "XX", "place" + "holder", "not imple" + "mented", "for " + "now",
  ]
  static let machinePaths = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/", "/op" + "t/swift/"]

  static func words(_ lines: [String]) -> [String] {
    findings(lines, words: promises, regex: { word in try? Regex(#"\b\#(word)\b"#).ignoresCase() })
  }

  static func paths(_ lines: [String]) -> [String] {
    findings(lines, words: machinePaths, regex: { path in try? Regex(#"(?:^|[^\w.>])\#(path)\w"#) })
  }

  private static func findings(
    _ lines: [String], words: [String], regex: (String) -> Regex<AnyRegexOutput>?
  ) -> [String] {
    let text = lines.joined(separator: "\n").lowercased()
    return words.flatMap { word -> [String] in
      guard text.contains(word.lowercased()) else { return [] }
      guard let pattern = regex(word) else { return ["bad rule for \(word)"] }
      return lines.enumerated().filter { $0.element.contains(pattern) }
        .map { "line \($0.offset + 1): \(word)" }
    }
  }

  /// Arabic script: what people read is made on the host, never linked into the firmware.
  static func arabicScript(_ lines: [String]) -> [String] {
    let blocks: [ClosedRange<UInt32>] = [
      0x0600...0x06FF, 0x0750...0x077F, 0xFB50...0xFDFF, 0xFE70...0xFEFF,
    ]
    return lines.enumerated().filter { line in
      line.element.unicodeScalars.contains { scalar in blocks.contains { $0.contains(scalar.value) } }
    }.map { "line \($0.offset + 1): \($0.element)" }
  }

  /// Other people's files say what they say; the licence too.
  static var ownText: [String] { Tree.files().filter { !$0.hasPrefix("fixtures/") && $0 != "LICENSE" } }

  @Test func nothingIsPromised() {
    #expect(Tree.findings(in: Self.ownText, rule: Self.words).isEmpty)
  }

  @Test func noMachineIsNamed() {
    #expect(Tree.findings(in: Tree.files(), rule: Self.paths).isEmpty)
  }

  @Test(arguments: ["PosProtocol", "PosFirmware"])
  func firmwareHasNoTextsForPeople(target: String) {
    let files = Tree.files(below: "Sources/\(target)", endings: [".swift"])
    #expect(Tree.findings(in: files, rule: Self.arabicScript).isEmpty)
  }

  @Test func seesPlantedWords() {
    let promise = Self.promises[0]
    #expect(Self.words(["fine", "// \(promise): later", "Mas\(promise)n"]) == ["line 2: \(promise)"])
    #expect(Self.words(["works \(Self.promises[5])"]) == ["line 1: \(Self.promises[5])"])
    #expect(Self.paths(["open \(Self.machinePaths[0])file", "net\(Self.machinePaths[0])"]).count == 1)
    #expect(Self.arabicScript(["plain §", "\u{067E}\u{0631}"]).count == 1)
  }
}
