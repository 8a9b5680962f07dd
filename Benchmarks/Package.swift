// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "pos-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "pos-terminal", path: "..", traits: ["Postgres"]),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .target(name: "CBaseline", cSettings: [.unsafeFlags(["-O2"])]),
    .executableTarget(
      name: "Bench",
      dependencies: [
        "CBaseline",
        .product(name: "PosProtocol", package: "pos-terminal"),
        .product(name: "PosDriver", package: "pos-terminal"),
        .product(name: "PosFirmware", package: "pos-terminal"),
        .product(name: "PosTransport", package: "pos-terminal"),
        .product(name: "PosSim", package: "pos-terminal"),
        .product(name: "PaymentFlows", package: "pos-terminal"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ]),
  ]
)
