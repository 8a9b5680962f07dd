/// A vehicle's plate, in fields: as one string its parts change places wherever text runs from right to left.
public enum Plate: Hashable, Sendable {
  case vehicle(VehiclePlate)
  case motorcycle(MotorcyclePlate)

  /// For people, in Persian digits; reads from right to left wherever it is put, since every part stands in
  /// an isolate of its own.
  public var shown: String {
    switch self {
    case .vehicle(let plate): plate.shown
    case .motorcycle(let plate): plate.shown
    }
  }

  /// The same for a store or a fingerprint, in ASCII digits: fields in the order of the plate.
  public var identity: String {
    switch self {
    case .vehicle(let plate): "plate:\(plate.two)/\(plate.letter.text)/\(plate.three)/\(plate.province)"
    case .motorcycle(let plate): "plate:\(plate.region)/\(plate.number)"
    }
  }
}

/// The plate of a car, lorry or bus: two digits, letter, three digits, province.
public struct VehiclePlate: Hashable, Sendable {
  /// ASCII digits, as the other two.
  public let two: String
  public let letter: PlateLetter
  public let three: String
  public let province: String

  /// Accepts ۰–۹ and ٠–٩ too. Zeros exist in the province's second digit only.
  /// - Throws: the first field that is wrong, in the order of the plate.
  public init(two: String, letter: String, three: String, province: String) throws(FieldError) {
    let twoDigits = try Self.digits(two, .plateTwo, count: 2, nonzero: 2)
    guard let known = PlateLetter(letter) else { throw FieldError(.plateLetter, .letter) }
    let threeDigits = try Self.digits(three, .plateThree, count: 3, nonzero: 3)
    let code = try Self.digits(province, .plateProvince, count: 2, nonzero: 1)
    (self.two, self.letter, self.three, self.province) = (twoDigits, known, threeDigits, code)
  }

  /// For people: `۶۷ و ۳۴۱ ـ ۱۰`, the first field on the right.
  public var shown: String {
    Isolate.rightToLeft(
      "\(Isolate.number(two)) \(letter.shown) \(Isolate.number(three)) ـ \(Isolate.number(province))")
  }

  private static func digits(
    _ text: String, _ field: FieldError.Field, count: Int, nonzero: Int
  ) throws(FieldError) -> String {
    let digits = try TypedText.digits(text, of: field, count...count)
    guard !digits.prefix(nonzero).contains(0) else { throw FieldError(field, .zero) }
    return digits.digitText
  }
}

/// The plate of a motorcycle: a region of three digits over a number of five.
public struct MotorcyclePlate: Hashable, Sendable {
  /// ASCII digits, as the number.
  public let region: String
  public let number: String

  /// Accepts ۰–۹ and ٠–٩ too.
  public init(region: String, number: String) throws(FieldError) {
    let regionDigits = try TypedText.digits(region, of: .plateRegion, 3...3).digitText
    let numberDigits = try TypedText.digits(number, of: .plateNumber, 5...5).digitText
    (self.region, self.number) = (regionDigits, numberDigits)
  }

  /// For people: `۱۲۳ ـ ۴۵۶۷۸`, the region on the right.
  public var shown: String {
    Isolate.rightToLeft("\(Isolate.number(region)) ـ \(Isolate.number(number))")
  }
}
