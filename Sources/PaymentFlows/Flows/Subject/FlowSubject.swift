public import PosProtocol

/// What a flow is about; it never changes.
public enum FlowSubject: Hashable, Sendable {
  case inquiry(InquiryForm)
  case fine(FineSubject)
  case bills(BillBasket)

  public var kind: FlowKind {
    switch self {
    case .inquiry: .inquiry
    case .fine: .fine
    case .bills: .bills
    }
  }

  /// What the card is charged with, in rial.
  public var amount: Amount {
    switch self {
    case .inquiry: InquiryKind.fee
    case .fine(let fine): fine.debt.amount
    case .bills(let basket): basket.total
    }
  }

  public var category: FlowCategory {
    if case .bills = self { .bills } else { .vehicle }
  }

  public var purpose: FlowPurpose {
    switch self {
    case .inquiry(let form): form.kind == .aggregate ? .aggregateInquiryFee : .detailedInquiryFee
    case .fine(let fine): fine.kind == .aggregate ? .aggregateFine : .detailedFine
    case .bills(let basket):
      basket.bills.count == 1 ? FlowPurpose(basket.bills[0].service) : .billGroup
    }
  }

  /// Whose it is, as a list shows it (متقاضی): the plate; for bills their numbers.
  public var applicant: String {
    switch self {
    case .inquiry(let form): form.plate.shown
    case .fine(let fine): fine.plate.shown
    case .bills(let basket): basket.bills.map(\.billID.description).joined(separator: " ")
    }
  }

  /// The debt for a reader. The flow's own name is the fee's: no second fee can be paid for it.
  func order(of flow: FlowID) -> Order? {
    switch self {
    case .inquiry:
      return Order(
        identity: "fee:\(flow)", currency: .irr,
        lines: [OrderLine(amount: InquiryKind.fee, purpose: purpose.persianName)])
    case .fine(let fine):
      if let bill = fine.debt.bill { return Order(bill: bill) }
      return Order(
        identity: "debt:\(fine.debt.reference)", currency: .irr,
        lines: [OrderLine(amount: fine.debt.amount, purpose: purpose.persianName)])
    case .bills(let basket):
      if basket.bills.count == 1 { return Order(bill: basket.bills[0]) }
      return Order(
        identity: "bills:\(flow)", currency: .irr, lines: basket.bills.map { OrderLine(bill: $0) })
    }
  }
}

/// A debt that is to be settled.
public struct FineSubject: Hashable, Sendable {
  /// The inquiry that showed it.
  public let inquiry: FlowID
  public let kind: InquiryKind
  public let plate: Plate
  public let debt: Debt

  public init(inquiry: FlowID, kind: InquiryKind, plate: Plate, debt: Debt) {
    (self.inquiry, self.kind, self.plate, self.debt) = (inquiry, kind, plate, debt)
  }
}
