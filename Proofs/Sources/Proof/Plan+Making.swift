import PosProtocol

extension Plan {
  /// Makes the plan that a seed stands for.
  init(making seed: UInt64) {
    var random = Random(seed: seed)
    self.init(seed: random.next())
    framing = random.below(3) == 0 ? .tcp : .serial
    isCableSilent = random.isOne(in: 2)
    keepsUnacknowledged = random.isOne(in: 8)
    printsThroughRegister = random.isOne(in: 8)
    stock = random.isOne(in: 8) ? .nothing : random.isOne(in: 8) ? .nearWrap : .one
    readers = random.isOne(in: 6) ? 2 : 1
    counters = random.isOne(in: 3) ? 2 + random.below(2) : 1
    hasStranger = counters > 1 && random.isOne(in: 4)
    makeVisits(&random)
    makeFaults(&random)
    // From a source of their own: what came later leaves the other seeds as they were.
    var features = Random(seed: seed ^ 0x5EED_F00D)
    makeSafeguards(&features)
    sharesProgram = counters > (hasStranger ? 2 : 1) && features.isOne(in: 2)
    if !hasStranger, features.isOne(in: 16) { crowd(&features) }
    if features.isOne(in: 6) { callPerson(&features) }
    if features.isOne(in: 8) { closeDay(&features) }
  }

  /// What seeds mean: another number, other runs.
  static let version = 6

  private mutating func makeSafeguards(_ random: inout Random) {
    guard random.isOne(in: 4) else { return }
    let some: [Safeguards] = [
      .receiptSync, .messageNumbers, .orderNumbers, [.receiptSync, .messageNumbers, .orderNumbers],
    ]
    safeguards = some[random.below(some.count)]
    if safeguards.contains(.orderNumbers), hasStranger, let first = visits.first { payTwice(first) }
  }

  /// Many at once, so that steps wait for each other's transaction.
  private mutating func crowd(_ random: inout Random) {
    (readers, counters, sharesProgram) = (3, 4, true)
    visits = (0..<4).map { number in
      Visit(
        counter: number, reader: number % 3, arrives: random.below(12), purpose: .pay, order: number,
        amount: 1_500_000, holder: .card(milliseconds: 900 + random.below(12)))
    }
  }

  /// Somebody has a payment undone, or settles by a word what nobody could tell. Where two journals know one
  /// order, each would undo the other's payment.
  private mutating func callPerson(_ random: inout Random) {
    let earlier = random.below(visits.count)
    guard case .pay = visits[earlier].purpose, !(hasStranger && safeguards.contains(.orderNumbers))
    else { return }
    var visit = visits[earlier]
    if random.isOne(in: 2) {
      visit.purpose = .undo(earlier)
      visit.arrives += 15_000 + random.below(60_000)
    } else {
      visit.purpose = .settle(earlier, wasCharged: random.isOne(in: 2))
      visit.arrives += 1_000 + random.below(90_000)
    }
    (visit.holder, visit.cancels) = (.card(milliseconds: 900), nil)
    visits.append(visit)
  }

  /// Somebody closes the day, sooner or later.
  private mutating func closeDay(_ random: inout Random) {
    var visit = visits[random.below(visits.count)]
    visit.arrives += random.below(40_000)
    (visit.purpose, visit.cancels) = (.closeDay, nil)
    visits.append(visit)
    receiptsStartAnew = random.isOne(in: 2)
  }

  /// What is paid first is to be paid at the till with a journal of its own too. Where nothing goes wrong,
  /// the amount is the same, so that the terminal's record is what was to be paid.
  private mutating func payTwice(_ first: Visit) {
    guard !visits.contains(where: \.isReversal) else { return }
    for visit in visits.dropFirst() where visit.reader == first.reader {
      guard isStranger(visit.counter) != isStranger(first.counter) else { continue }
      for index in visits.indices where visits[index].order == visit.order {
        visits[index].order = first.order
        if faults.isEmpty { visits[index].amount = first.amount }
      }
    }
  }

  /// Whether a visit's counter has a journal of its own.
  func isStranger(_ counter: Int) -> Bool { hasStranger && counter == counters - 1 }

  private mutating func makeVisits(_ random: inout Random) {
    let count = 1 + random.below(4)
    let amounts: [UInt64] = [1_500_000, 1_500_000, 1_750_000]
    for number in 0..<count {
      var visit = Visit(
        counter: random.below(counters), reader: random.below(readers), arrives: random.below(20_000),
        purpose: .pay, order: number, amount: amounts[random.below(amounts.count)],
        holder: Self.holder(&random), cancels: random.isOne(in: 16) ? random.below(8_000) : nil)
      if number > 0, random.isOne(in: 3) {
        follow(random.below(number), &visit, &random)
      }
      // What another till takes with a journal of its own is told apart by its amount.
      if isStranger(visit.counter) { visit.amount = 990_000 + UInt64(visit.order) }
      visits.append(visit)
    }
  }

  /// Makes a visit one that has to do with an earlier one.
  private func follow(_ earlier: Int, _ visit: inout Visit, _ random: inout Random) {
    guard case .pay = visits[earlier].purpose else { return }
    let before = visits[earlier]
    switch random.below(3) {
    case 0: visit.purpose = .again(earlier)
    case 1:
      visit.purpose = .reverse(earlier)
      visit.arrives = before.arrives + 15_000 + random.below(60_000)
    default: break
    }
    (visit.order, visit.amount, visit.reader) = (before.order, before.amount, before.reader)
    // Keys belong to one journal.
    if isStranger(visit.counter) != isStranger(before.counter) { visit.counter = before.counter }
  }

  private static func holder(_ random: inout Random) -> Visit.Holder {
    switch random.below(24) {
    case 0: .nothing
    case 1: .stop(milliseconds: random.below(4_000))
    default: .card(milliseconds: 500 + random.below(4_000))
    }
  }

  private mutating func makeFaults(_ random: inout Random) {
    let chances = [0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 4, 6]
    for _ in 0..<chances[random.below(chances.count)] {
      faults.append(Fault(&random, visits: visits.count, isSerial: framing == .serial))
    }
  }
}

extension Fault {
  /// Any fault, at a moment that a run with so many visits probably has.
  init(_ random: inout Random, visits: Int, isSerial: Bool) {
    let point = [Point.piece, .piece, .piece, .sync, .flash, .host, .query, .step, .step][random.below(9)]
    let (payment, kind): (Int, Kind) =
      switch point {
      case .piece: (isSerial ? 56 : 28, Self.piece(&random, isSerial: isSerial))
      case .sync: (3, Self.sync(&random))
      case .flash: (3, .terminalDies(isKept: random.isOne(in: 2)))
      case .host: (1, Self.host(&random))
      case .query: (1, random.isOne(in: 2) ? .lieOlder : .lieNone)
      case .step: (isSerial ? 66 : 40, Self.step(&random))
      }
    self.init(
      point: point, number: 1 + random.below(payment * visits), kind: kind, who: random.below(6))
  }

  private static func piece(_ random: inout Random, isSerial: Bool) -> Kind {
    // TCP neither loses nor damages: it delays, and it ends.
    switch isSerial ? random.below(8) : 5 + random.below(3) {
    case 0: .lost
    case 1: .doubled
    case 2, 3: .damaged(byte: random.below(64))
    case 4: .cutShort(random.below(32))
    case 5: .late(milliseconds: [50, 300, 2_500, 6_000, 20_000, 200_000][random.below(6)])
    case 6: .hangUp(random.below(32))
    default: .refused
    }
  }

  private static func sync(_ random: inout Random) -> Kind {
    let isKept = random.isOne(in: 2)
    return switch random.below(4) {
    case 0: .late(milliseconds: [100, 1_900, 2_500, 9_000, 70_000][random.below(5)])
    case 1: .syncFails(isKept: isKept)
    case 2: .counterDies(isKept: isKept)
    default: .tillPower(isKept: isKept)
    }
  }

  private static func host(_ random: inout Random) -> Kind {
    switch random.below(5) {
    case 0: .lost
    case 1: .answerLost
    case 2: .late(milliseconds: [3_000, 40_000, 46_000, 100_000][random.below(4)])
    case 3: .declined
    default: .partly
    }
  }

  private static func step(_ random: inout Random) -> Kind {
    let isKept = random.isOne(in: 2)
    return switch random.below(8) {
    case 0, 1: .counterDies(isKept: isKept)
    case 2: .tillPower(isKept: isKept)
    case 3, 4: .terminalDies(isKept: isKept)
    case 5: .hangUp(0)
    case 6: .clockJump(seconds: [-90_000, -4_000, -60, 60, 4_000, 90_000][random.below(6)])
    default: .terminalClockJump(seconds: [-90_000, -4_000, -60, 60, 4_000, 90_000][random.below(6)])
    }
  }
}
