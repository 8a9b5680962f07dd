import Testing

@testable import PaymentFlows

private struct Typed: Sendable {
  var two = "67", letter = "و", three = "341", province = "10"
  var error: FieldError

  func plate() throws(FieldError) -> VehiclePlate {
    try VehiclePlate(two: two, letter: letter, three: three, province: province)
  }
}

private let refused = [
  Typed(two: "6", error: FieldError(.plateTwo, .length(1, wanted: 2...2))),
  Typed(two: "60", error: FieldError(.plateTwo, .zero)),
  Typed(two: "6x", error: FieldError(.plateTwo, .character(at: 1))),
  Typed(letter: "غ", error: FieldError(.plateLetter, .letter)),
  Typed(letter: "", error: FieldError(.plateLetter, .letter)),
  Typed(letter: "بب", error: FieldError(.plateLetter, .letter)),
  Typed(three: "3410", error: FieldError(.plateThree, .length(4, wanted: 3...3))),
  Typed(three: "301", error: FieldError(.plateThree, .zero)),
  Typed(province: "01", error: FieldError(.plateProvince, .zero)),
  Typed(province: "100", error: FieldError(.plateProvince, .length(3, wanted: 2...2))),
]

@Suite struct PlateTests {
  /// The guide's «۱۰ ـ ۳۴۱ و ۶۷», read from right to left.
  @Test func theGuidesPlate() throws {
    let plate = try VehiclePlate(two: "۶۷", letter: "و", three: "٣٤١", province: "10")
    #expect([plate.two, plate.letter.text, plate.three, plate.province] == ["67", "و", "341", "10"])
    #expect(plate.letter.kind == .privateOwner)
    #expect(
      plate.shown == "\u{2067}\u{2066}۶۷\u{2069} و \u{2066}۳۴۱\u{2069} ـ \u{2066}۱۰\u{2069}\u{2069}")
    #expect(Plate.vehicle(plate).identity == "plate:67/و/341/10")
    #expect(Plate.vehicle(plate).shown == plate.shown)
  }

  @Test(arguments: refused.indices)
  func refuses(_ index: Int) {
    #expect(throws: refused[index].error) { try refused[index].plate() }
  }

  @Test func lettersSayWhoseItIs() throws {
    let letters: [PlateKind: String] = [
      .privateOwner: "ب ج د س ص ط ق ل م ن و ه ی", .government: "الف", .taxi: "ت", .publicTransport: "ع",
      .agricultural: "ک", .police: "پ", .guards: "ث", .army: "ش", .defenceMinistry: "ز", .generalStaff: "ف",
      .temporary: "گ", .disabled: "ژ", .diplomat: "D", .service: "S",
    ]
    #expect(letters.count == PlateKind.allCases.count)
    for (kind, list) in letters {
      for letter in list.split(separator: " ") {
        #expect(PlateLetter(String(letter))?.kind == kind, "\(letter)")
      }
      #expect(kind.letters.count == list.split(separator: " ").count)
      #expect(!kind.englishName.isEmpty && !kind.persianName.isEmpty)
    }
  }

  @Test func lettersAreReadHoweverTheyAreTyped() {
    #expect(PlateLetter("ي")?.text == "ی")
    #expect(PlateLetter("ك")?.text == "ک")
    #expect(PlateLetter(" هـ ")?.text == "ه")
    #expect(PlateLetter("ه")?.shown == "هـ")
    #expect(PlateLetter("ا")?.text == "الف")
    #expect(PlateLetter("s")?.text == "S")
    #expect(PlateLetter("و\u{200F}")?.text == "و")
  }

  @Test func motorcycles() throws {
    let plate = try MotorcyclePlate(region: "۱۲۳", number: "45678")
    #expect(Plate.motorcycle(plate).shown == "\u{2067}\u{2066}۱۲۳\u{2069} ـ \u{2066}۴۵۶۷۸\u{2069}\u{2069}")
    #expect(Plate.motorcycle(plate).identity == "plate:123/45678")
    #expect(throws: FieldError(.plateRegion, .length(2, wanted: 3...3))) {
      try MotorcyclePlate(region: "12", number: "45678")
    }
    #expect(throws: FieldError(.plateNumber, .length(6, wanted: 5...5))) {
      try MotorcyclePlate(region: "123", number: "456789")
    }
  }
}
