public import PosProtocol

extension TurnoverMemory {
  /// What the day comes to so far, one a currency, in the order in which they came.
  public var totals: [DayTotals] {
    var totals = madeRoom
    for turnover in transactions { turnover.add(to: &totals) }
    return totals
  }
}

extension Turnover {
  /// A payment that stands counts; a receipt number counts whatever it was given to.
  func add(to totals: inout [DayTotals]) {
    guard kind != .dayClose else { return }
    var index = totals.firstIndex { $0.currency == currency }
    if index == nil {
      var day = DayTotals()
      (day.amount, day.currency, day.firstReceipt) = (.zero, currency, record.receiptNumber)
      totals.append(day)
      index = totals.indices.last
    }
    guard let index else { return }
    totals[index].lastReceipt = record.receiptNumber ?? totals[index].lastReceipt
    guard kind == .payment, state == .committed, let paid = record.amount else { return }
    totals[index].amount = (totals[index].amount ?? .zero).adding(paid)
    totals[index].add(paid, to: Card.group(of: record.card))
  }
}

extension DayTotals {
  fileprivate mutating func add(_ paid: Amount, to scheme: Scheme) {
    if let index = groups.firstIndex(where: { $0.scheme == scheme }) {
      groups[index].count += 1
      groups[index].amount = groups[index].amount.adding(paid)
    } else {
      let place = groups.firstIndex { $0.scheme.rawValue > scheme.rawValue } ?? groups.endIndex
      groups.insert(Group(scheme, count: 1, amount: paid), at: place)
    }
  }
}

extension Amount {
  /// What comes to more than the wire carries is the most it carries.
  fileprivate func adding(_ other: Amount) -> Amount {
    Amount(minorUnits: min(minorUnits + other.minorUnits, Amount.maximum)) ?? self
  }
}

extension Card {
  /// Under which scheme a card's payments are counted. What is not told by a number's first digits is other.
  static func group(of number: MaskedCardNumber?) -> DayTotals.Scheme {
    guard let digits = number?.digits, digits.count > 1 else { return .other }
    switch (digits[0], digits[1]) {
    case (3, 5): return .jcb
    case (3, 4), (3, 7): return .americanExpress
    case (3, 6), (3, 8): return .diners
    case (4, _): return .visa
    case (5, _): return .mastercard
    default: return .other
    }
  }
}
