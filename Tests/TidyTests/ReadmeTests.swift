import Foundation
import Testing

/// The README shows nothing that is not so.
@Suite struct ReadmeTests {
  /// The contents of the fenced blocks of `language` among `lines`.
  static func blocks(_ lines: [String], language: String) -> [String] {
    var blocks: [String] = []
    var block: [String]?
    for line in lines {
      if line == "```", let done = block {
        blocks.append(done.joined(separator: "\n"))
        block = nil
      } else if line == "```\(language)" {
        block = []
      } else {
        block?.append(line)
      }
    }
    return blocks
  }

  /// Targets of the links to files among `lines`.
  static func links(_ lines: [String]) -> [String] {
    lines.flatMap { line in line.matches(of: #/\]\(([^)#:]+)\)/#).map { String($0.1) } }
  }

  @Test func itsExampleIsTheSourceThatIsBuilt() {
    let source = Tree.lines(of: "Examples/Sources/PayFine/main.swift").joined(separator: "\n")
    let shown = Self.blocks(Tree.lines(of: "README.md"), language: "swift")
    #expect(shown == [source.trimmingCharacters(in: .newlines)])
  }

  @Test(arguments: ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"])
  func linksLeadSomewhere(document: String) {
    let missing = Self.links(Tree.lines(of: document)).filter { !Tree.exists($0) }
    #expect(missing.isEmpty)
  }

  @Test func everyMakeTargetThatIsNamedExists() {
    let text = ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"].flatMap { Tree.lines(of: $0) }
    let targets = Set(Tree.lines(of: "Makefile").compactMap { $0.prefixMatch(of: #/([a-z]+):/#)?.1 })
    let named = text.flatMap { $0.matches(of: #/`make ([a-z ]+)`/#).flatMap { $0.1.split(separator: " ") } }
    #expect(Set(named).subtracting(targets).isEmpty)
  }

  @Test func findsBlocksAndLinks() {
    #expect(Self.blocks(["```swift", "a", "b", "```", "```", "c", "```"], language: "swift") == ["a\nb"])
    #expect(Self.links(["see [a](b/c.md) and [d](https://e)"]) == ["b/c.md"])
  }
}
