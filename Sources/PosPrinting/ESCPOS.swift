/// Bytes for receipt printers. The whole slip goes as a picture: few printers have Persian letters, and none
/// joins them.
///
/// - Spec: Epson's ESC/POS Command Reference: ESC @, ESC a, GS v 0, GS V (function B).
public enum ESCPOS {
  /// Rows a band: more than this some printers do not keep.
  static let bandHeight = 256

  /// Resets the printer, prints the picture in the middle of the paper, feeds it past the knife and cuts.
  public static func bytes(_ raster: Raster) -> [UInt8] {
    var bytes: [UInt8] = [0x1B, 0x40, 0x1B, 0x61, 0x01]
    let bytesPerRow = raster.width / 8
    for first in stride(from: 0, to: raster.height, by: bandHeight) {
      let rows = min(bandHeight, raster.height - first)
      bytes += [0x1D, 0x76, 0x30, 0x00]
      bytes += [UInt8(bytesPerRow & 0xFF), UInt8(bytesPerRow >> 8), UInt8(rows & 0xFF), UInt8(rows >> 8)]
      bytes += raster.bytes[first * bytesPerRow..<(first + rows) * bytesPerRow]
    }
    return bytes + [0x1D, 0x56, 0x42, 0x00]
  }
}
