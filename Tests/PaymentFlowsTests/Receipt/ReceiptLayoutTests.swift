import Testing

@testable import PaymentFlows

@Suite struct ReceiptLayoutTests {
  private let layout = ReceiptLayout(width: 8, isRightToLeft: false)

  @Test func longWordsAreCut() {
    #expect(layout.wrapped("a bcdefghijklmnop qr") == ["a       ", "bcdefghi", "jklmnop ", "qr      "])
    #expect(layout.row("label", "0123456", isNumber: true) == ["label:  ", " 0123456"])
    #expect(layout.row("label", "0123456789", isNumber: true) == ["label:  ", "01234567", "89      "])
    #expect(layout.wrapped("") == ["        "])
    #expect(layout.centred("abc de fgh ij") == [" abc de ", " fgh ij "])
  }

  /// By the cells of a terminal: joiners and vowel signs take none, East Asian letters and pictures two.
  @Test func columnsAreCells() {
    let rows = [
      ("abc", 3), ("کارت", 4), ("کارت\u{200C}خوان", 8), ("مُحَمَّد", 4), ("\u{2066}۱۲\u{2069}", 2), ("漢字", 4),
      ("🧾", 2), ("é", 1), ("e\u{301}", 1), ("", 0),
    ]
    for (text, columns) in rows { #expect(ReceiptLayout.columns(text) == columns, "\(text)") }
    #expect(layout.wrapped("漢漢漢漢漢") == ["\u{200E}漢漢漢漢", "\u{200E}漢      "])
  }

  /// In an English slip a line that begins with a Persian name still runs from left to right.
  @Test func aPersianNameTurnsNoEnglishLine() {
    #expect(layout.wrapped("علی") == ["\u{200E}علی     "])
    #expect(layout.row("by", "علی", isNumber: false) == ["\u{200E}by:  علی"])
  }
}
