import Testing

@testable import pos

/// JSON as it is written and read.
@Suite struct JSONTests {
  @Test func writesOneLineInTheOrderGiven() {
    let value: JSON = ["b": 1, "a": .list(["x", nil, true]), "c": ["d": -5]]
    #expect(value.line == #"{"b":1,"a":["x",null,true],"c":{"d":-5}}"#)
  }

  @Test(arguments: [
    ("a\"b\\c", #""a\"b\\c""#), ("line\nbreak\r\t", #""line\nbreak\r\t""#),
    ("\u{0}\u{1F}\u{7F}", #""\u0000\u001f\u007f""#),
    ("\u{2028}\u{2029}\u{85}", #""\u2028\u2029\u0085""#), ("رسید ۱۲", "\"رسید ۱۲\""), ("😀", "\"😀\""),
  ]) func escapesWhatABreakingReaderNeeds(text: String, written: String) throws {
    #expect(JSON.text(text).line == written)
    #expect(try JSON(reading: Array(written.utf8)) == .text(text))
  }

  @Test func readsWhatItWrites() throws {
    let value: JSON = ["a": .list([1, "2", nil, false, ["b": .object([])]]), "z": 9_007_199_254_740_993]
    #expect(try JSON(reading: Array(value.line.utf8)) == value)
  }

  @Test(arguments: ["", "{", "nonsense", "1.5", #"{"a":1.5}"#, "{\"a\":1} x", "\u{FEFF}{"])
  func refuses(text: String) {
    #expect(throws: Complaint.self) { try JSON(reading: Array(text.utf8)) }
  }

  @Test func refusesDepthWithoutTrapping() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: Complaint.self) { try JSON(reading: Array(deep.utf8)) }
  }
}

/// Lines are cut from bytes and never held beyond the limit.
@Suite struct LineCutterTests {
  private func lines(_ text: String, longest: Int) -> [LineSource.Line] {
    var cutter = LineCutter(longest: longest)
    var lines = text.utf8.compactMap { cutter.feed($0) }
    if let last = cutter.end() { lines.append(last) }
    return lines
  }

  @Test func cuts() {
    #expect(lines("a\n\nb\r\n \t\nc", longest: 9) == [.bytes([97]), .bytes([98]), .bytes([99])])
  }

  @Test func skipsWhatIsTooLong() {
    #expect(
      lines("1234\n12345\n12\n", longest: 4) == [.bytes(Array("1234".utf8)), .tooLong, .bytes([49, 50])])
  }
}
