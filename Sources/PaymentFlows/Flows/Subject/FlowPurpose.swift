/// The parts of the counter's history (دسته).
public enum FlowCategory: String, CaseIterable, Hashable, Sendable {
  case vehicle, bills, policeServices, packages

  public var englishName: String {
    switch self {
    case .vehicle: "vehicle"
    case .bills: "bills"
    case .policeServices: "police services"
    case .packages: "charge and internet packages"
    }
  }

  public var persianName: String {
    switch self {
    case .vehicle: "خودرو"
    case .bills: "قبوض"
    case .policeServices: "خدمات پلیس"
    case .packages: "شارژ و بسته اینترنت"
    }
  }
}

/// What a payment is called (نام تراکنش).
public enum FlowPurpose: String, CaseIterable, Hashable, Sendable {
  case aggregateInquiryFee, detailedInquiryFee, aggregateFine, detailedFine
  case water, electricity, gas, landline, mobile, municipality, tax, trafficFine
  case billGroup

  init(_ service: BillService) { self = FlowPurpose(rawValue: service.rawValue) ?? .billGroup }

  public var englishName: String {
    switch self {
    case .aggregateInquiryFee: "fee of the aggregate vehicle inquiry"
    case .detailedInquiryFee: "fee of the detailed vehicle inquiry"
    case .aggregateFine: "aggregate vehicle fine"
    case .detailedFine: "detailed vehicle fine"
    case .billGroup: "bills together"
    default: service.map { "bill: \($0.englishName)" } ?? rawValue
    }
  }

  public var persianName: String {
    switch self {
    case .aggregateInquiryFee: "کارمزد استعلام تجمیعی خلافی خودرو"
    case .detailedInquiryFee: "کارمزد استعلام با جزئیات خلافی خودرو"
    case .aggregateFine: "خلافی خودرو تجمیعی"
    case .detailedFine: "خلافی خودرو با جزئیات"
    case .billGroup: "پرداخت گروهی قبوض"
    default: service.map { "قبض \($0.persianName)" } ?? rawValue
    }
  }

  private var service: BillService? { BillService(rawValue: rawValue) }
}
