import PosProtocol
import Testing

@Suite struct APDUCutterTests {
  private func apdus(in pieces: [[UInt8]], maximumLength: Int = 1_000) -> [ZVT.APDUCutter.Event] {
    var (cutter, events) = (ZVT.APDUCutter(maximumLength: maximumLength), [ZVT.APDUCutter.Event]())
    for piece in pieces {
      var index = 0
      while let event = cutter.feed(piece, from: &index) {
        events.append(event)
        if event == .tooLong { return events }
      }
    }
    return events
  }

  private static let extended = hex("06 D3 FF 5D 03") + [UInt8](repeating: 0x10, count: 861)
  private static let longest = hex("06 D3 FE") + [UInt8](repeating: 0x06, count: 254)
  private static let padded = hex("06 D3 FF 01 00 AA")
  private static let all = [hex("80 00 00"), extended, hex("04 FF 01 0A"), longest, padded, hex("06 0F 00")]

  @Test(arguments: Chunking.allCases)
  func cutsAnySegmentation(_ cut: Chunking) {
    let stream = Self.all.flatMap { $0 }
    #expect(apdus(in: cut.pieces(of: stream)) == Self.all.map { .apdu($0) })
  }

  @Test(arguments: frameVectors, Chunking.allCases)
  func cutsWhatTheSerialVectorsCarry(_ vector: FrameVector, cut: Chunking) {
    let apdu = hex(vector.apdu)
    #expect(apdus(in: cut.pieces(of: apdu + apdu)) == [.apdu(apdu), .apdu(apdu)])
  }

  @Test(arguments: Chunking.allCases)
  func halfIsNothing(_ cut: Chunking) {
    for length in 0..<8 { #expect(apdus(in: cut.pieces(of: [UInt8](Self.extended.prefix(length)))) == []) }
  }

  @Test(arguments: Chunking.allCases)
  func tooLongIsSaidAtTheHeader(_ cut: Chunking) {
    let header = cut.pieces(of: hex("06 D3 FF 5D 03"))
    #expect(apdus(in: header, maximumLength: 865) == [.tooLong])
    #expect(apdus(in: header, maximumLength: 866) == [])
    #expect(apdus(in: cut.pieces(of: hex("06 0F 08 00")), maximumLength: 10) == [.tooLong])
  }

  @Test func theLongestFits() {
    let apdu = hex("06 D3 FF FF FF") + [UInt8](repeating: 1, count: 65_535)
    #expect(apdus(in: Chunking.random.pieces(of: apdu), maximumLength: 65_540) == [.apdu(apdu)])
  }
}
