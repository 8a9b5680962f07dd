/// What a simulated service knows: what is owed, and who reported what as settled. The oracle of whoever
/// tests a counter.
struct ServiceBook: Hashable, Sendable {
  /// A violation that is owed.
  struct Debt: Codable, Hashable, Sendable {
    var reference: String, amount: UInt64
    var violation: String?, place: String?, photo: String?
    var time: Int64?
  }

  /// A report that counted.
  struct Settlement: Codable, Hashable, Sendable {
    var reference: String, debt: String, amount: UInt64
    var tracking: String?, hostReference: String?
    var paid: Int64?
  }

  private(set) var debts: [Debt]
  private(set) var settlements: [Settlement] = []
  private(set) var inquiries: [String] = []
  private(set) var repeats = 0
  private(set) var refusals = 0
  /// Debts that somebody else has settled.
  private(set) var elsewhere: Set<String> = []

  /// The name of everything that is owed together.
  let total: String

  /// - Parameter prefix: how each debt's name begins; another vehicle's debts have other names.
  init(_ debts: [Debt] = Self.usual, prefix: String = "") {
    total = prefix + "total"
    self.debts = debts.map { debt in
      var named = debt
      named.reference = prefix + debt.reference
      return named
    }
  }

  /// A vehicle like many.
  static let usual = [
    Debt(
      reference: "v-1", amount: 420_000, violation: "سبقت غیرمجاز", place: "تهران، بزرگراه همت",
      time: 1_660_000_000),
    Debt(
      reference: "v-2", amount: 800_000, violation: "عبور از چراغ قرمز", place: "تهران، میدان ونک",
      time: 1_660_100_000),
    Debt(reference: "v-3", amount: 900_000, violation: "سرعت غیرمجاز", place: "جاده قم", time: 1_660_200_000),
  ]

  func isSettled(_ reference: String) -> Bool {
    elsewhere.contains(reference) || elsewhere.contains(total)
      || settlements.contains { $0.debt == reference || $0.debt == total }
  }

  /// What is still owed.
  var open: [Debt] { debts.filter { !isSettled($0.reference) } }

  /// What an inquiry shows: all of it in one, or each.
  mutating func inquire(_ reference: String, isAggregate: Bool) -> [Debt] {
    inquiries.append(reference)
    guard isAggregate else { return open }
    let sum = open.reduce(0) { $0 + $1.amount }
    return sum == 0 ? [] : [Debt(reference: total, amount: sum)]
  }

  /// What is due of one debt; nil: nothing.
  func due(_ reference: String) -> UInt64? {
    let sum = open.filter { reference == total || $0.reference == reference }.reduce(0) {
      $0 + $1.amount
    }
    return sum == 0 ? nil : sum
  }

  /// The answer's word: `accepted`, `known` or `refused`.
  mutating func settle(_ report: Settlement) -> String {
    if let known = settlements.first(where: { $0.reference == report.reference }) {
      guard known.debt == report.debt, known.amount == report.amount else {
        refusals += 1
        return "refused"
      }
      repeats += 1
      return "known"
    }
    guard due(report.debt) == report.amount else {
      refusals += 1
      return "refused"
    }
    settlements.append(report)
    return "accepted"
  }

  /// For a script: somebody else settles a debt, or it changes; an amount of 0 takes it away.
  mutating func settleElsewhere(_ reference: String) { elsewhere.insert(reference) }
  mutating func change(_ reference: String, to amount: UInt64) {
    debts = debts.compactMap { debt in
      guard debt.reference == reference else { return debt }
      var changed = debt
      changed.amount = amount
      return amount == 0 ? nil : changed
    }
  }

  /// Brings in what was accepted before this service was started.
  mutating func restore(_ settlement: Settlement) { settlements.append(settlement) }
}
