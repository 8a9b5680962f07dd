import Testing

@testable import PosPrinting

@Suite struct ESCPOSTests {
  /// Bytes by Epson's ESC/POS Command Reference: ESC @, ESC a 1, GS v 0 with width in bytes and height in
  /// dots, GS V 66 0.
  @Test func aSmallPicture() throws {
    let raster = try #require(Raster(width: 16, height: 2, bytes: [0x80, 0x01, 0xFF, 0x00]))
    #expect(
      ESCPOS.bytes(raster) == [
        0x1B, 0x40, 0x1B, 0x61, 0x01, 0x1D, 0x76, 0x30, 0x00, 0x02, 0x00, 0x02, 0x00, 0x80, 0x01, 0xFF, 0x00,
        0x1D, 0x56, 0x42, 0x00,
      ])
    #expect(raster[0, 0] && raster[15, 0] && !raster[1, 0] && raster[7, 1] && !raster[8, 1])
  }

  @Test func tallPicturesGoInBands() throws {
    let raster = Raster(width: 8, height: 600) { _, row in row == 599 }
    let bytes = ESCPOS.bytes(raster)
    #expect(bytes.count == 5 + 3 * 8 + 600 + 4)
    #expect(Array(bytes[5..<13]) == [0x1D, 0x76, 0x30, 0x00, 0x01, 0x00, 0x00, 0x01])
    #expect(Array(bytes[(5 + 2 * 264)..<(13 + 2 * 264)]) == [0x1D, 0x76, 0x30, 0x00, 0x01, 0x00, 0x58, 0x00])
    #expect(Array(bytes.suffix(5)) == [0xFF, 0x1D, 0x56, 0x42, 0x00])
  }

  @Test func aRasterHasAsManyBytesAsItSays() {
    #expect(Raster(width: 12, height: 1, bytes: [0, 0]) == nil)
    #expect(Raster(width: 8, height: 2, bytes: [0]) == nil)
    let padded = Raster(width: 12, height: 1) { _, _ in true }
    #expect(padded == Raster(width: 16, height: 1, bytes: [0xFF, 0xF0]))
  }
}
