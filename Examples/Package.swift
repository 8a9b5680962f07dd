// swift-tools-version: 6.2
import PackageDescription

// A program outside this repository names `https://…/pos-terminal` and a version instead of the path.
let package = Package(
  name: "pos-terminal-examples",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "pos-terminal", path: "..")],
  targets: [
    .executableTarget(
      name: "PayFine",
      dependencies: [
        .product(name: "PosDriver", package: "pos-terminal"),
        .product(name: "PaymentFlows", package: "pos-terminal"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)])
  ]
)
