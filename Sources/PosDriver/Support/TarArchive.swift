/// A tar archive (POSIX ustar) of a few small files, in memory.
///
/// - Spec: IEEE Std 1003.1, pax, "ustar Interchange Format".
public struct TarArchive: Sendable {
  private var blocks: [UInt8] = []
  private let time: Int64

  /// - Parameter time: every file's time of change, in seconds since 1970; the same in all, so that equal
  ///   contents make equal archives.
  public init(time: Int64 = 0) { self.time = max(0, time) }

  /// Appends a file. A name longer than 100 bytes of UTF-8 is cut at its front.
  public mutating func add(_ name: String, _ content: [UInt8]) {
    let name = Array(name.utf8.suffix(100))
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ bytes: some Sequence<UInt8>, _ offset: Int) {
      for (index, byte) in bytes.enumerated() where offset + index < 512 { header[offset + index] = byte }
    }
    put(name, 0)
    put(Self.octal(0o644, 7), 100)
    put(Self.octal(0, 7), 108)
    put(Self.octal(0, 7), 116)
    put(Self.octal(content.count, 11), 124)
    put(Self.octal(Int(clamping: time), 11), 136)
    put(Array(repeating: 0x20, count: 8), 148)
    put("0".utf8, 156)
    put("ustar".utf8, 257)
    put("00".utf8, 263)
    // The sum of the header, its own field taken as spaces.
    put(Self.octal(header.reduce(0) { $0 + Int($1) }, 6) + [0, 0x20], 148)
    blocks += header
    blocks += content
    blocks += Array(repeating: 0, count: (512 - content.count % 512) % 512)
  }

  /// The whole archive with the two empty blocks at its end.
  public var bytes: [UInt8] { blocks + Array(repeating: 0, count: 1024) }

  private static func octal(_ number: Int, _ width: Int) -> [UInt8] {
    let digits = String(number, radix: 8)
    return Array((String(repeating: "0", count: max(0, width - digits.count)) + digits).utf8)
  }
}
