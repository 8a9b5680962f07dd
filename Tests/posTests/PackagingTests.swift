import Foundation
import Testing

/// What is installed beside the program; that it installs is checked by scripts/install-test.
@Suite struct PackagingTests {
  @Test func theRulesForUdevAreThoseOfTheTable() async throws {
    let printed = try await Tool.run(["udev-rules"])
    let file = Tool.root.appending(path: "packaging/udev/70-pos-terminal.rules")
    #expect(try String(contentsOf: file, encoding: .utf8) == printed.output, "make udev-rules writes them")
  }

  @Test func everyRuleIsOne() async throws {
    let key = #/[A-Z]+(\{\w+\})?(==|!=|\+=|=)"[^"]*"/#
    for line in try await Tool.run(["udev-rules"]).lines where !line.hasPrefix("#") {
      for part in line.split(separator: ", ") { #expect(part.wholeMatch(of: key) != nil, "\(part)") }
    }
  }

  @Test func saysWhichVersionItIs() async throws {
    let outcome = try await Tool.run(["--version"])
    #expect(outcome.status == 0 && outcome.output.wholeMatch(of: #/\d+\.\d+\.\d+\n/#) != nil)
  }
}
