/// What an attachment may be, told by its bytes and never by its name.
///
/// - Spec: PNG (W3C, third edition) §5; JPEG (ITU-T T.81) annex B; WebP (RFC 9649) §2.
public enum ImageKind: String, CaseIterable, Hashable, Sendable {
  case png, jpeg, webp

  /// As programs name it.
  public var mediaType: String { "image/\(rawValue)" }

  /// Nil unless the bytes are one whole image of a kind that is known, of a sensible size, and nothing
  /// besides.
  public init?(_ bytes: [UInt8]) {
    if Self.isPNG(bytes) {
      self = .png
    } else if Self.isJPEG(bytes) {
      self = .jpeg
    } else if Self.isWebP(bytes) {
      self = .webp
    } else {
      return nil
    }
  }

  /// Pixels on a side.
  private static let sides = 1...20_000

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

  /// Chunks from IHDR to IEND, which ends the file.
  private static func isPNG(_ bytes: [UInt8]) -> Bool {
    guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else { return false }
    var (offset, isFirst, hasData) = (8, true, false)
    while bytes.count - offset >= 12 {
      let (length, type) = (number(bytes[offset..<offset + 4]), Array(bytes[offset + 4..<offset + 8]))
      let isLetter = { (byte: UInt8) in (0x41...0x5A).contains(byte & 0xDF) }
      guard type.allSatisfy(isLetter), length <= bytes.count - offset - 12 else { return false }
      if isFirst {
        guard type == Array("IHDR".utf8), length == 13,
          sides.contains(number(bytes[offset + 8..<offset + 12])),
          sides.contains(number(bytes[offset + 12..<offset + 16]))
        else { return false }
      }
      isFirst = false
      if type == Array("IDAT".utf8) { hasData = true }
      offset += 12 + length
      if type == Array("IEND".utf8) { return length == 0 && hasData && offset == bytes.count }
    }
    return false
  }

  /// Segments with a frame before the first scan; the image's end ends the file.
  private static func isJPEG(_ bytes: [UInt8]) -> Bool {
    guard bytes.starts(with: [0xFF, 0xD8]), bytes.suffix(2) == [0xFF, 0xD9] else { return false }
    var (offset, hasFrame) = (2, false)
    while bytes.count - offset >= 4 {
      guard bytes[offset] == 0xFF else { return false }
      let marker = bytes[offset + 1]
      if marker == 0xFF {
        offset += 1
        continue
      }
      let length = number(bytes[offset + 2..<offset + 4])
      guard marker >= 0xC0, length >= 2, length <= bytes.count - offset - 2 else { return false }
      if marker == 0xDA { return hasFrame }
      if isFrame(marker) {
        guard length >= 8, sides.contains(number(bytes[offset + 5..<offset + 7])),
          sides.contains(number(bytes[offset + 7..<offset + 9]))
        else { return false }
        hasFrame = true
      }
      offset += 2 + length
    }
    return false
  }

  /// A frame header; its neighbours in the numbering are tables.
  private static func isFrame(_ marker: UInt8) -> Bool {
    (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
  }

  /// One RIFF file, as long as it says.
  private static func isWebP(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 20, bytes.starts(with: "RIFF".utf8), bytes[8...].starts(with: "WEBP".utf8) else {
      return false
    }
    let kinds = ["VP8 ", "VP8L", "VP8X"].map { Array($0.utf8) }
    return number(ArraySlice(bytes[4..<8].reversed())) == bytes.count - 8
      && kinds.contains(Array(bytes[12..<16]))
  }
}
