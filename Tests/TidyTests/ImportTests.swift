import Testing

/// Which modules each target may import: the architecture, as a table. ARCHITECTURE.md explains it.
@Suite struct ImportTests {
  /// What comes with the system or the language; for the edges only.
  static let system: Set<String> = [
    "Darwin", "Dispatch", "FoundationEssentials", "Glibc", "Musl", "Synchronization",
  ]

  static let imports: [String: Set<String>] = [
    "PosProtocol": [],
    "PosFirmware": ["PosProtocol"],
    "CPosShim": [],
    "CPosCrypt": [],
    "CLibUSB": [],
    "PosTransport": system.union(["CPosShim", "CLibUSB", "NIOCore", "NIOPosix"]),
    "PosDriver": system.union(["PosProtocol", "PosTransport", "Logging", "Metrics"]),
    "PosSim": system.union(["PosProtocol", "PosFirmware", "PosTransport"]),
    "PaymentFlows": system.union([
      "CPosCrypt", "CPostgres", "PosProtocol", "PosDriver", "GRDB", "GRDBSQLite", "Foundation",
    ]),
    "CPostgres": [],
    "CPango": [],
    "CQREncode": [],
    "PosPrinting": system.union(["PaymentFlows", "CPango", "CQREncode"]),
    "pos": system.union([
      "PosProtocol", "PosFirmware", "PosTransport", "PosDriver", "PosSim", "PaymentFlows", "PosPrinting",
      "ArgumentParser", "Foundation",
    ]),
  ]

  /// The modules that `lines` import, whatever attributes and access stand before the word.
  static func modules(_ lines: [String]) -> [String] {
    let declaration = #/^\s*(?:@\w+(?:\([^)]*\))? )*(?:[a-z]+ )?import (?:[a-z]+ )?(\w+)/#
    return lines.compactMap { line in line.firstMatch(of: declaration).map { String($0.1) } }
  }

  @Test(arguments: imports.keys.sorted())
  func importsOnlyDownwards(target: String) {
    let allowed = Self.imports[target] ?? []
    let findings = Tree.findings(in: Tree.files(below: "Sources/\(target)", endings: [".swift"])) { lines in
      Self.modules(lines).filter { !allowed.contains($0) }.map { "imports \($0)" }
    }
    #expect(findings.isEmpty)
  }

  @Test func everyTargetHasARow() {
    let targets = Set(Tree.files(below: "Sources").map { $0.split(separator: "/")[1] })
    #expect(targets == Set(Self.imports.keys.map { Substring($0) }))
  }

  @Test func everyExampleUsesOnlyProducts() {
    let findings = Tree.findings(in: Tree.files(below: "Examples/Sources", endings: [".swift"])) { lines in
      Self.modules(lines).filter { ["PosProtocol", "PosFirmware", "PosTransport", "PosSim"].contains($0) }
    }
    #expect(findings.isEmpty, "a user needs PosDriver and PaymentFlows only")
  }

  @Test func readsEveryKindOfImport() {
    let lines = [
      "import A", "public import B", "@testable import C", "private import struct D.E", "  import F",
      "// import G", "@preconcurrency internal import H",
    ]
    #expect(Self.modules(lines) == ["A", "B", "C", "D", "F", "H"])
  }
}
