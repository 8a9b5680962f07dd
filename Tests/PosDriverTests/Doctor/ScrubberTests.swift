import PosProtocol
import Testing

@testable import PosDriver

@Suite struct ScrubberTests {
  private func scrubbed(_ text: String, password: String? = nil) -> String {
    String(decoding: Scrubber(password: password).scrub(Array(text.utf8)).text, as: UTF8.self)
  }

  /// No such account exists.
  @Test(arguments: ["6037990000000006", "6037 9900 0000 0006", "6037-9900-0000-0006"])
  func hidesACardNumber(card: String) {
    let text = scrubbed("pan=\(card);")
    #expect(!text.contains(card))
    #expect(text.hasPrefix("pan=6037") && text.hasSuffix("0006;"))
  }

  @Test func hidesPackedDigitsAndTheHexOfText() {
    #expect(!scrubbed("22 F0 F8 60 37 99 00 00 00 00 06 29").contains("60 37 99 00 00 00 00 06"))
    let hex = Array("6037990000000006".utf8).map { "3\($0 - 0x30)" }.joined(separator: " ")
    #expect(!scrubbed("0.1 < apdu \(hex)").contains(hex))
  }

  @Test func hidesThePassword() {
    #expect(!scrubbed("06 00 06 12 34 56 BE 03 64", password: "123456").contains("12 34 56"))
    #expect(!scrubbed("password 123456.", password: "123456").contains("123456"))
  }

  @Test func leavesWhatIsMaskedAndWhatIsNoCard() {
    let masked = "04 0F 22 F0 F8 60 37 99 EE EE EE 00 06 0B 00 00 42"
    #expect(scrubbed(masked) == masked)
    #expect(
      scrubbed("603799******0006 2026-11-23T21:00:00.123Z") == "603799******0006 2026-11-23T21:00:00.123Z")
  }
}
