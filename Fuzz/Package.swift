// swift-tools-version: 6.2
import PackageDescription

// Built by run.sh with `--sanitize fuzzer`, which gives each program libFuzzer's main and the library its
// counters.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func fuzzer(_ name: String, _ products: [String] = ["PosProtocol"]) -> Target {
  .executableTarget(
    name: name,
    dependencies: ["FuzzSupport"] + products.map { .product(name: $0, package: "pos-terminal") },
    swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])])
}

let package = Package(
  name: "pos-fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "pos-terminal", path: "..")],
  targets: [
    .target(
      name: "FuzzSupport", dependencies: [.product(name: "PosProtocol", package: "pos-terminal")],
      swiftSettings: settings),
    fuzzer("FuzzFrame"),
    fuzzer("FuzzAPDU"),
    fuzzer("FuzzTLV"),
    fuzzer("FuzzRegister"),
    fuzzer("FuzzTerminal"),
    fuzzer("FuzzTrace", ["PosProtocol", "PosDriver"]),
  ]
)
