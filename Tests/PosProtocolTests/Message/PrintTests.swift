import PosProtocol
import Testing

@Suite struct PrintTests {
  static let looks: [(byte: UInt8, line: PrintedLine)] = {
    func line(_ change: (inout PrintedLine) -> Void) -> PrintedLine {
      var line = PrintedLine(text: WireText("A"))
      change(&line)
      return line
    }
    return [
      (0x00, line { _ in }), (0x40, line { $0.isCentred = true }), (0x20, line { $0.isDoubleWidth = true }),
      (0x10, line { $0.isDoubleHeight = true }), (0x05, line { $0.indent = 5 }),
      (0xC0, line { ($0.isLast, $0.isCentred) = (true, true) }),
      (
        0x81,
        line {
          $0.isLast = true
          $0.indent = 1
        }
      ),
    ]
  }()

  @Test(arguments: looks.indices)
  func aLineGoesThereAndBack(_ index: Int) throws {
    let (byte, line) = Self.looks[index]
    let message = ZVT.PrintLine(line)
    #expect(message.encoded() == [0x06, 0xD1, 0x02, byte, 0x41])
    #expect(try ZVT.PrintLine(decoding: message.encoded()).lines == [line])
  }

  @Test func aReservedAttributeDoesNotCut() throws {
    #expect(try ZVT.PrintLine(decoding: Hex.bytes("06 D1 02 80 41")).lines.map(\.isLast) == [false])
  }

  @Test func theReceiptTypeStandsInTheContainer() throws {
    let message = try ZVT.PrintLine(decoding: Hex.bytes("06 D1 09 40 4142 06 04 1F07 01 02"))
    #expect(message.lines.map(\.receipt) == [.customer])
    #expect(message.lines.map(\.text) == [WireText("AB")])
    var line = PrintedLine(text: WireText("AB"))
    (line.isCentred, line.receipt) = (true, .customer)
    #expect(ZVT.PrintLine(line).encoded() == message.encoded())
  }

  @Test(arguments: [("06 D1 02 FF 03", 3), ("06 D1 01 FF", 1), ("06 D1 01 00", 1)])
  func emptyLinesFeed(_ text: String, _ count: Int) throws {
    let lines = try ZVT.PrintLine(decoding: Hex.bytes(text)).lines
    #expect(lines == [PrintedLine](repeating: PrintedLine(text: WireText("")), count: count))
  }

  @Test func aBlockGoesThereAndBack() throws {
    var lines: [PrintedLine] = []
    for text in ["MERCHANT", "", "6.00 EUR"] as [StaticString] {
      var line = PrintedLine(text: WireText(text))
      line.receipt = .merchant
      lines.append(line)
    }
    lines[0].isCentred = true
    lines[2].isLast = true
    let block = ZVT.PrintTextBlock(lines)
    #expect(try ZVT.PrintTextBlock(decoding: block.encoded()).lines == lines)
    #expect(
      Hex.text(block.encoded())
        == "06D327" + "0625" + "1F070101" + "251F" + "090140" + "07084D45524348414E54" + "090100" + "0700"
        + "0708362E303020455552" + "090181")
  }

  @Test func aBlockNamesItsCharacterSet() throws {
    let line = PrintedLine(text: WireText(bytes: [0xD8, 0xB1], characterSet: .utf8))
    let block = ZVT.PrintTextBlock([line])
    #expect(try ZVT.PrintTextBlock(decoding: block.encoded()).lines == [line])
  }

  @Test(arguments: ["06 D3 00", "06 D3 02 06 00", "06 D3 04 06 02 25 00", "06 D3 05 06 03 25 01 09"])
  func aBlockOfNothingPrintsNothing(_ text: String) throws {
    guard let block = try? ZVT.PrintTextBlock(decoding: Hex.bytes(text)) else { return }
    #expect(block.lines.isEmpty)
  }

  @Test func textsOfAnIntermediateStatus() throws {
    let status = ZVT.IntermediateStatus(code: 0xFF, texts: [WireText("A"), WireText("B")], minutes: 3)
    let read = try ZVT.IntermediateStatus(decoding: status.encoded())
    #expect(read.texts == [WireText("A"), WireText("B")])
    #expect(read.timeoutMinutes?.value == 3)
    #expect(Hex.text(status.encoded()) == "04FF0C" + "FF03" + "0608" + "2406070141" + "070142")
  }
}
