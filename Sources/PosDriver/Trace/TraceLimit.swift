/// How much of a disk a trace may take: a full FILE becomes FILE.1, that FILE.2, and the oldest goes.
public struct TraceLimit: Hashable, Sendable {
  /// How long a file may become; a longer line than that has a file of its own.
  public let bytesPerFile: Int
  /// How many files there may be, the one that is written included.
  public let files: Int

  public static let leastBytes = 4_096
  public static let mostFiles = 1_000

  /// Returns nil below 4,096 bytes, and for less than 1 file or more than 1,000.
  public init?(bytesPerFile: Int, files: Int) {
    guard bytesPerFile >= Self.leastBytes, (1...Self.mostFiles).contains(files) else { return nil }
    (self.bytesPerFile, self.files) = (bytesPerFile, files)
  }

  /// Reads `10MB,5`: a size in bytes, kB, MB or GB (of 1000), and how many files; without them, two.
  public init?(_ text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count <= 2, let size = parts.first, let bytes = Self.size(size),
      let files = parts.count == 2 ? Int(parts[1]) : 2
    else { return nil }
    self.init(bytesPerFile: bytes, files: files)
  }

  private static func size(_ text: Substring) -> Int? {
    let digits = text.prefix { ("0"..."9").contains($0) }
    let unit: Int? =
      switch text.dropFirst(digits.count).lowercased() {
      case "", "b": 1
      case "k", "kb": 1_000
      case "m", "mb": 1_000_000
      case "g", "gb": 1_000_000_000
      default: nil
      }
    guard let number = Int(digits), let unit else { return nil }
    let (size, isTooLarge) = number.multipliedReportingOverflow(by: unit)
    return isTooLarge ? nil : size
  }
}

extension TraceLimit: CustomStringConvertible {
  public var description: String { "\(bytesPerFile),\(files)" }
}
