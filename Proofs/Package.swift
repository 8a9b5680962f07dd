// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "pos-proofs",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "pos-terminal", path: "..")],
  targets: [
    .executableTarget(
      name: "Proof",
      dependencies: [
        .product(name: "PosProtocol", package: "pos-terminal"),
        .product(name: "PosFirmware", package: "pos-terminal"),
        .product(name: "PosDriver", package: "pos-terminal"),
        .product(name: "PosTransport", package: "pos-terminal"),
        .product(name: "PaymentFlows", package: "pos-terminal"),
      ],
      swiftSettings: strict)
  ]
)
