"""PaymentFlows, what it is made of, and its tests, as a package of their own: it builds in a third of the time."""
import re, subprocess
from pathlib import Path

root = Path(__file__).resolve().parent.parent
tests = "PaymentFlowsTests"
copied = ("CPosShim", "CPosCrypt", "PosProtocol", "PosTransport", "PosDriver", "PaymentFlows")
manifest = """// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("MemberImportVisibility"),
]
let package = Package(
  name: "mutants",
  platforms: [.macOS(.v15)],
  dependencies: [DEPENDENCIES
  ],
  targets: [
    .target(name: "CPosShim"),
    .target(name: "CPosCrypt", linkerSettings: [.linkedLibrary("crypt", .when(platforms: [.linux]))]),
    .target(name: "PosProtocol", swiftSettings: strict),
    .target(
      name: "PosTransport",
      dependencies: [
        "CPosShim", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: strict),
    .target(
      name: "PosDriver",
      dependencies: [
        "PosProtocol", "PosTransport", .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
      ],
      swiftSettings: strict),
    .target(
      name: "PaymentFlows",
      dependencies: ["CPosCrypt", "PosProtocol", "PosDriver", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .testTarget(
      name: "PaymentFlowsTests",
      dependencies: [
        "PaymentFlows", "PosDriver", "PosProtocol", "PosTransport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
  ])
"""


def write(folder, changed):
    """Copies the tree's files, or what `changed` has in their place. What is the same is not touched, so that it is not
    compiled again."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "Sources", "Tests", "fixtures", "docs"], cwd=root,
        check=True, capture_output=True, text=True).stdout.split("\0")
    contents = {name: text.encode() for name, text in changed.items()}
    for name in listed:
        parts = name.split("/")
        if name and (root / name).is_file() and (parts[0] in ("fixtures", "docs") or parts[1] in (*copied, tests)):
            contents.setdefault(name, (root / name).read_bytes())
    dependencies = re.findall(r"\n    \.package\(url: \"[^\"]*/(?:swift-log|swift-metrics|swift-nio|GRDB.swift)\".*",
                              (root / "Package.swift").read_text())
    contents["Package.swift"] = manifest.replace("DEPENDENCIES", "".join(dependencies)).encode()
    for name, content in contents.items():
        target = folder / name
        if not target.is_file() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    for stale in (path for part in ("Sources", "Tests") for path in (folder / part).rglob("*") if path.is_file()):
        if str(stale.relative_to(folder)) not in contents:
            stale.unlink()
