/// What a bill is for, by the last digit but one of its bill ID.
public enum BillService: String, CaseIterable, Hashable, Sendable {
  case water, electricity, gas, landline, mobile, municipality, tax, trafficFine

  /// Returns nil for 0, which no service has. 6 and 7 are both the municipality's.
  public init?(digit: Int) {
    switch digit {
    case 1: self = .water
    case 2: self = .electricity
    case 3: self = .gas
    case 4: self = .landline
    case 5: self = .mobile
    case 6, 7: self = .municipality
    case 8: self = .tax
    case 9: self = .trafficFine
    default: return nil
    }
  }

  public var englishName: String {
    switch self {
    case .water: "water"
    case .electricity: "electricity"
    case .gas: "gas"
    case .landline: "landline"
    case .mobile: "mobile"
    case .municipality: "municipality"
    case .tax: "tax"
    case .trafficFine: "traffic fine"
    }
  }

  public var persianName: String {
    switch self {
    case .water: "آب"
    case .electricity: "برق"
    case .gas: "گاز"
    case .landline: "تلفن ثابت"
    case .mobile: "تلفن همراه"
    case .municipality: "شهرداری"
    case .tax: "مالیات"
    case .trafficFine: "جریمه رانندگی"
    }
  }
}
