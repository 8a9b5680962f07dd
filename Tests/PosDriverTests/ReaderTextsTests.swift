import PosDriver
import PosProtocol
import PosTransport
import Testing

@Suite struct ReaderTextsTests {
  static let languages: [ReaderTexts.Language] = [.english, .persian]

  @Test(arguments: languages)
  func everyNamedCodeHasAText(language: ReaderTexts.Language) {
    for code in UInt8.min...UInt8.max {
      let texts = [
        (ZVT.resultName(code), ReaderTexts.result(ResultCode(.zvt, UInt16(code)), language)),
        (ZVT.intermediateStatusName(code), ReaderTexts.intermediate(code, language)),
        (ZVT.terminalStatusName(code), ReaderTexts.terminalStatus(UInt16(code), language)),
      ]
      for (name, text) in texts {
        #expect(text.hasSuffix(".") && !text.hasSuffix(".."), "\(code) \(text)")
        #expect(
          name == nil || !text.contains("Unknown code") && !text.contains("کد ناشناخته"), "\(code) \(text)")
      }
    }
  }

  @Test func hostCodesAreDecimal() {
    let code = ResultCode(.zvt, 51)
    #expect(
      ReaderTexts.result(code, .english)
        == "Declined by the card's bank (code 51): not enough money in the account.")
    #expect(ReaderTexts.result(code, .persian) == "بانک صادرکننده نپذیرفت (کد ۵۱): موجودی کافی نیست.")
    #expect(ReaderTexts.intermediate(0x4E, .english) == "Processing, please wait. Remove the card.")
  }

  static let failures: [ReaderFailure] = [
    .busy, .notRegistered, .refused(ResultCode(.zvt, 0x83)), .send(.notSent), .send(.rejected),
    .send(.unconfirmed), .lineLost(commandLeft: false), .lineLost(commandLeft: true), .noAnswer,
    .noCompletion, .unreadable(CodecError(.tooLarge, at: 0)),
    .violation(ProtocolViolation(blame: .terminal, control: 0x060F)), .contradiction, .alreadyPaid,
  ]

  /// Nobody is told to pay again while the terminal may have acted.
  @Test(arguments: failures)
  func adviceFollowsWhetherTheTerminalMayHaveActed(failure: ReaderFailure) {
    for language in Self.languages {
      let explanation = ReaderTexts.explanation(.failure(failure), language)
      let asksFirst = explanation.advice.contains(language == .english ? "Ask the reader" : "استعلام")
      #expect(asksFirst == failure.mayHaveActed)
      #expect(!ReaderTexts.explanation(.registration(failure), language).advice.isEmpty)
    }
  }

  @Test func everyTransportErrorNamesWhatItIsAbout() {
    let errors: [TransportError] = [
      .badAddress("THIS"), .notFound("THIS"), .noPermission("THIS"), .inUse("THIS"), .refused("THIS"),
      .timedOut("THIS"), .notSerial("THIS"), .system(code: 5, doing: "opening THIS"),
    ]
    for error in errors {
      for language in Self.languages {
        let explanation = ReaderTexts.explanation(.transport(error), language)
        #expect(explanation.message.contains("THIS") && !explanation.advice.isEmpty)
      }
    }
  }

  @Test func textsOfTheWireAreShownInTheirCharacterSet() {
    #expect(WireText(bytes: [0x4D, 0x81, 0x6E, 0x7A, 0xE1, 0xFF]).shown == "Münzß\u{A0}")
    #expect(WireText(bytes: Array("کارت".utf8), characterSet: .utf8).shown == "کارت")
  }
}
