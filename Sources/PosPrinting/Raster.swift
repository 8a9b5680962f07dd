/// A picture in black and white, as a printer's head has it.
public struct Raster: Hashable, Sendable {
  /// In dots; a multiple of 8.
  public let width: Int
  public let height: Int
  /// Row by row, eight dots a byte, the leftmost in the most significant bit; 1 is black.
  public let bytes: [UInt8]

  /// Returns nil unless `width` is a multiple of 8 and there are as many bytes as that takes.
  public init?(width: Int, height: Int, bytes: [UInt8]) {
    guard width > 0, width.isMultiple(of: 8), height >= 0, bytes.count == width / 8 * height else {
      return nil
    }
    (self.width, self.height, self.bytes) = (width, height, bytes)
  }

  /// - Parameter isBlack: of a column and a row.
  init(width: Int, height: Int, isBlack: (_ column: Int, _ row: Int) -> Bool) {
    let bytesPerRow = (width + 7) / 8
    var bytes = [UInt8](repeating: 0, count: bytesPerRow * height)
    for row in 0..<height {
      for column in 0..<width where isBlack(column, row) {
        bytes[row * bytesPerRow + column / 8] |= 0x80 >> UInt8(column % 8)
      }
    }
    (self.width, self.height, self.bytes) = (bytesPerRow * 8, height, bytes)
  }

  /// Whether a dot is black.
  public subscript(column: Int, row: Int) -> Bool {
    bytes[row * (width / 8) + column / 8] & (0x80 >> UInt8(column % 8)) != 0
  }
}
