import PosProtocol
import PosTransport
import Synchronization
import Testing

@testable import PosDriver

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite(.timeLimit(.minutes(1))) struct TraceTests {
  /// A synthetic card number, made of parts so that it stands nowhere.
  static let digits: [UInt8] = [6, 0, 3, 7, 9, 9] + [UInt8](repeating: 0, count: 9) + [6]
  static var packed: [UInt8] { stride(from: 0, to: 16, by: 2).map { digits[$0] << 4 | digits[$0 + 1] } }
  static var text: [UInt8] { digits.map { $0 + 0x30 } }

  /// A status information with the clear number in BMP 22, and a line to print with it in ASCII.
  static var frames: [[UInt8]] {
    let status = [0x27, 0x00, 0x22, 0xF0, 0xF8] + packed
    return [
      [0x04, 0x0F, UInt8(status.count)] + status,
      [0x06, 0xD1, UInt8(text.count + 6), 0x00] + Array("CARD ".utf8) + text,
    ]
  }

  /// Whether the number can be read in `bytes`, as nibbles or as ASCII.
  static func isClear(_ bytes: [UInt8]) -> Bool {
    let nibbles = bytes.flatMap { [$0 >> 4, $0 & 0x0F] }
    let ascii = bytes.filter { (0x30...0x39).contains($0) }.map { $0 & 0x0F }
    // Twelve of sixteen digits are too many already.
    let part = Array(digits[2..<14])
    return [nibbles, ascii].contains { all in
      all.count >= part.count
        && (0...all.count - part.count).contains { Array(all[$0...].prefix(12)) == part }
    }
  }

  func pieces(_ framing: ZVT.Framing, _ stream: [UInt8], chunk: Int) -> [TraceCutter.Piece] {
    var (cutter, pieces) = (TraceCutter(framing), [TraceCutter.Piece]())
    for start in stride(from: 0, to: stream.count, by: chunk) {
      pieces += cutter.feed(Array(stream[start..<min(start + chunk, stream.count)]))
    }
    return pieces + cutter.finish()
  }

  @Test(arguments: [ZVT.Framing.serial, .tcp], [1, 7, 1000])
  func aFrameIsMaskedAndItsChecksumComputedAgain(framing: ZVT.Framing, chunk: Int) {
    for apdu in Self.frames {
      let stream = framing == .serial ? ZVT.FrameEncoder.encode(apdu) : apdu
      let pieces = pieces(framing, stream, chunk: chunk)
      #expect(pieces.count == 1 && pieces[0].kind == .apdu && pieces[0].isMasked)
      #expect(!Self.isClear(pieces[0].bytes) && !Self.isClear(pieces[0].apdu))
      #expect(pieces[0].bytes.count >= apdu.count)
      guard framing == .serial else { continue }
      var (decoder, index) = (ZVT.FrameDecoder(maximumLength: 1000), 0)
      #expect(decoder.feed(pieces[0].bytes, from: &index) == .frame(pieces[0].apdu))
    }
  }

  /// Whatever is cut off, damaged or put before it: nobody can read the number.
  @Test(arguments: [ZVT.Framing.serial, .tcp])
  func damagedBytesAreMaskedToo(framing: ZVT.Framing) {
    for apdu in Self.frames {
      let whole = framing == .serial ? ZVT.FrameEncoder.encode(apdu) : apdu
      for count in 0...whole.count {
        for stream in [Array(whole.prefix(count)), Array(whole.dropFirst(count))] {
          for piece in pieces(framing, stream, chunk: 1000) { #expect(!Self.isClear(piece.bytes)) }
        }
      }
      // On TCP a changed digit in a well-formed text makes another number, and no card's.
      for index in framing == .serial ? whole.indices : whole.indices.prefix(8) {
        var damaged = whole
        damaged[index] ^= 0x80
        for piece in pieces(framing, damaged, chunk: 5) { #expect(!Self.isClear(piece.bytes)) }
      }
    }
  }

  @Test func aPasswordIsHidden() {
    let registration: [UInt8] = [0x06, 0x00, 0x06, 0x12, 0x34, 0x56, 0x3E, 0x03, 0x64]
    let pieces = pieces(.tcp, registration, chunk: 9)
    #expect(pieces.map(\.bytes) == [[0x06, 0x00, 0x06, 0xEE, 0xEE, 0xEE, 0x3E, 0x03, 0x64]])
    #expect(pieces.map(\.isMasked) == [true])
  }

  @Test func acknowledgementsAndNoiseHaveLinesOfTheirOwn() {
    let frame = ZVT.FrameEncoder.encode([0x80, 0x00, 0x00])
    let pieces = pieces(.serial, [0x06] + frame + [0x15, 0x41, 0x42] + frame + [0x10, 0x02, 0x04], chunk: 3)
    #expect(pieces.map(\.kind) == [.ack, .apdu, .nak, .noise, .apdu, .noise])
    #expect(pieces[3].bytes == [0x41, 0x42])
    #expect(pieces.map(\.bytes).joined().count == 7 + 2 * frame.count)
  }

  @Test func aFloodIsNotKept() {
    var cutter = TraceCutter(.serial)
    for _ in 0..<100 { #expect(cutter.feed([UInt8](repeating: 0x41, count: 10_000)).isEmpty) }
    #expect(cutter.finish().map(\.bytes.count).reduce(0, +) < 140_000)
  }

  /// A payment over both framings into a file: every line is of the form, none holds the number.
  @Test(arguments: [ZVT.Framing.serial, .tcp])
  func aPaymentIsWrittenLineByLine(framing: ZVT.Framing) async throws {
    let path = "/tmp/pos-trace-\(getpid())-\(framing)"
    defer { unlink(path) }
    let bench = Bench(framing, trace: try TraceSink(path: path))
    _ = await bench.pay()
    await bench.reader.disconnect()
    await bench.settle()
    let lines = try Self.lines(of: path)
    #expect(lines.first?.hasPrefix("# pos-trace 1 ") == true)
    #expect(lines.last?.contains(" - closed here") == true)
    let form = #/\d+\.\d{6} \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [<>] (apdu|ack) [0-9A-F ]+( masked)?/#
    for line in lines.dropFirst().dropLast() { #expect(line.wholeMatch(of: form) != nil, "\(line)") }
    let controls = lines.filter { $0.contains(" apdu ") }.map { $0.contains("> apdu") ? ">" : "<" }
    #expect(controls.joined() == "><<>><<><><><>")
  }

  @Test func aFormatterExplainsAPayment() async {
    let explained = Mutex<[String]>([])
    let sink = TraceSink { entry in
      guard let line = TraceFormatter().line(entry) else { return }
      explained.withLock { $0.append(String(line.dropFirst(7))) }
    }
    let bench = Bench(.serial, trace: sink)
    _ = await bench.pay()
    let lines = explained.withLock { $0 }
    #expect(lines.contains("► 06 01 authorization  amount 1,500,000 IRR  currency IRR"))
    #expect(lines.contains("◄ 04 FF intermediate status  status 0A insert card"))
    #expect(lines.contains("◄ 80 00 yes"))
    #expect(TraceFormatter.text([0x84, 0x83, 0x00]) == "84 83 no: function not possible")
    let euro = [0x06, 0x01, 0x0A, 0x04, 0, 0, 0, 0, 0x12, 0x50, 0x49, 0x09, 0x78] as [UInt8]
    #expect(TraceFormatter.text(euro) == "06 01 authorization  amount 12.50 EUR  currency EUR")
  }

  @Test func aTraceThatCannotBeOpenedSaysWhy() {
    #expect(throws: TraceError(path: "/no/such/folder", code: ENOENT)) {
      try TraceSink(path: "/no/such/folder")
    }
  }

  @Test func timesAreWrittenInUTC() {
    #expect(WallClock.text(1_795_232_106_007) == "2026-11-21T03:35:06.007Z")
  }

  private static func lines(of path: String) throws -> [String] {
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    var (text, bytes) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
    while true {
      let count = read(descriptor, &bytes, bytes.count)
      guard count > 0 else { break }
      text += bytes[..<count]
    }
    #expect(!isClear(text))
    return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
