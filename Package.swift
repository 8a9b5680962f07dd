// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// What must also compile as Embedded Swift is held to it by the ordinary host build.
let embeddable = strict + [.treatWarning("EmbeddedRestrictions", as: .error)]

let package = Package(
  name: "pos-terminal",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "PosProtocol", targets: ["PosProtocol"]),
    .library(name: "PosFirmware", targets: ["PosFirmware"]),
    .library(name: "PosTransport", targets: ["PosTransport"]),
    .library(name: "PosDriver", targets: ["PosDriver"]),
    .library(name: "PosSim", targets: ["PosSim"]),
    .library(name: "PaymentFlows", targets: ["PaymentFlows"]),
    .library(name: "PosPrinting", targets: ["PosPrinting"]),
    .executable(name: "pos", targets: ["pos"]),
  ],
  traits: [
    .trait(name: "USB", description: "Readers on USB through libusb-1.0, whose headers must be installed"),
    .trait(
      name: "Printing",
      description:
        "Receipts as PNG, PDF and ESC/POS through Pango, Cairo and libqrencode, whose headers must be installed"
    ),
    .trait(
      name: "Postgres",
      description: "A journal that many counters share, through libpq, whose headers must be installed"),
    .default(enabledTraits: []),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .target(name: "PosProtocol", swiftSettings: embeddable),
    .target(name: "PosFirmware", dependencies: ["PosProtocol"], swiftSettings: embeddable),
    .target(name: "CPosShim"),
    .target(name: "CPosCrypt", linkerSettings: [.linkedLibrary("crypt", .when(platforms: [.linux]))]),
    .systemLibrary(
      name: "CLibUSB", pkgConfig: "libusb-1.0", providers: [.apt(["libusb-1.0-0-dev"]), .brew(["libusb"])]),
    .target(
      name: "PosTransport",
      dependencies: [
        "CPosShim",
        .target(name: "CLibUSB", condition: .when(traits: ["USB"])),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: strict),
    .target(
      name: "PosDriver",
      dependencies: [
        "PosProtocol", "PosTransport",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
      ],
      swiftSettings: strict),
    .target(
      name: "PosSim", dependencies: ["PosProtocol", "PosFirmware", "PosTransport"],
      swiftSettings: strict),
    .systemLibrary(
      name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
    .target(
      name: "PaymentFlows",
      dependencies: [
        "CPosCrypt", "PosProtocol", "PosDriver", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
        .target(name: "CPostgres", condition: .when(traits: ["Postgres"])),
      ],
      swiftSettings: strict),
    .systemLibrary(
      name: "CPango", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"]), .brew(["pango"])]),
    .systemLibrary(
      name: "CQREncode", pkgConfig: "libqrencode",
      providers: [.apt(["libqrencode-dev"]), .brew(["qrencode"])]),
    .target(
      name: "PosPrinting",
      dependencies: [
        "PaymentFlows",
        .target(name: "CPango", condition: .when(traits: ["Printing"])),
        .target(name: "CQREncode", condition: .when(traits: ["Printing"])),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "pos",
      dependencies: [
        "PosProtocol", "PosFirmware", "PosTransport", "PosDriver", "PosSim", "PaymentFlows", "PosPrinting",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "PosProtocolTests", dependencies: ["PosProtocol"], swiftSettings: strict),
    .testTarget(
      name: "PosFirmwareTests", dependencies: ["PosFirmware", "PosProtocol"], swiftSettings: strict),
    .testTarget(name: "PosTransportTests", dependencies: ["PosTransport"], swiftSettings: strict),
    .testTarget(
      name: "PosDriverTests",
      dependencies: [
        "PosDriver", "PosProtocol", "PosTransport",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "PosSimTests", dependencies: ["PosSim", "PosDriver", "PosProtocol", "PosTransport"],
      swiftSettings: strict),
    // Empty but for one test without the trait.
    .testTarget(
      name: "PosUSBTests", dependencies: ["PosSim", "PosDriver", "PosProtocol", "PosTransport"],
      swiftSettings: strict),
    .testTarget(
      name: "PaymentFlowsTests",
      dependencies: [
        "PaymentFlows", "PosDriver", "PosProtocol", "PosTransport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "PosPrintingTests", dependencies: ["PosPrinting", "PaymentFlows", "PosProtocol"],
      swiftSettings: strict),
    .testTarget(name: "posTests", dependencies: ["pos", "PaymentFlows"], swiftSettings: strict),
    .testTarget(name: "TidyTests", swiftSettings: strict),
  ]
)
