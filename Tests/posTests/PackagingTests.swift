import Foundation
import Testing

/// What is installed beside the program; that it installs is checked by scripts/install-test.
@Suite struct PackagingTests {
  @Test func theRulesForUdevAreThoseOfTheTable() async throws {
    let printed = try await Tool.run(["udev-rules"])
    let file = Tool.root.appending(path: "packaging/udev/70-pos-terminal.rules")
    #expect(try String(contentsOf: file, encoding: .utf8) == printed.output, "make udev-rules writes them")
  }

  /// A reader that only its user knows may be opened too.
  @Test func aUsersDevicesHaveRules() async throws {
    let folder = try Tool.folder("rules")
    let (mine, broken) = (folder.appending(path: "mine").path, folder.appending(path: "broken").path)
    let row = "1234:abcd | Maker | Reader 9 | cdc | - | cdc_acm | - | C | its label\n"
    try row.write(toFile: mine, atomically: false, encoding: .utf8)
    let rules = try await Tool.run(["udev-rules", "--devices", mine])
    let known = try await Tool.run(["udev-rules"])
    let rule = #"ATTRS{idVendor}=="1234", ATTRS{idProduct}=="abcd", ENV{POS_TERMINAL}="1""#
    #expect(rules.output.contains(rule))
    #expect(rules.lines.count == known.lines.count + 4)
    try "1234\n".write(toFile: broken, atomically: false, encoding: .utf8)
    let refused = try await Tool.run(["udev-rules", "--devices", broken])
    #expect(refused.status == 64 && refused.errors.contains("broken"), "\(refused.errors)")
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
