import PosProtocol

/// Every single fault at every point of a payment and of what may come after it, and every pair by frame.
struct Sweep {
  private(set) var runs = 0
  private(set) var failures = 0
  private(set) var tallies = Tallies()
  private let report: (Plan, String) -> Void

  init(_ report: @escaping (Plan, String) -> Void) { self.report = report }

  mutating func singles() {
    for plan in Self.plans { for fault in Self.faults(plan) { run(plan, [fault]) } }
  }

  /// Around an end of day. What another plan goes through byte by byte is gone through by frame here.
  mutating func closings() {
    for (plan, known) in Self.closingPlans {
      var beginning = plan
      beginning.visits.removeLast(plan.visits.count - known)
      for fault in Self.faults(plan, wholeUpTo: Self.counts(beginning)) { run(plan, [fault]) }
    }
  }

  /// Of the faults that a frame, a sync or a flash write as a whole may have.
  mutating func pairs() {
    for plan in Self.plans where !plan.keepsUnacknowledged && plan.visits.count == 1 {
      let faults = Self.whole(plan)
      for first in faults {
        for second in faults where second.isAfter(first) { run(plan, [first, second]) }
      }
    }
  }

  private mutating func run(_ plan: Plan, _ faults: [Fault]) {
    var plan = plan
    plan.faults = faults
    let world = World(plan)
    world.run()
    runs += 1
    tallies.add(world.tallies)
    guard let violation = world.violation else { return }
    failures += 1
    report(plan, violation)
  }

  // MARK: what is gone through

  /// What comes after the payment.
  private static let second: [Visit.Purpose?] = [
    nil, .again(0), .reverse(0), .undo(0), .settle(0, wasCharged: false), .settle(0, wasCharged: true),
  ]

  /// What comes after a payment and an end of day, and with how many of its visits another plan begins.
  private static let afterClosing: [(purposes: [Visit.Purpose], known: Int)] = [
    ([.pay], 1), ([.reverse(0)], 2), ([.pay, .reverse(0)], 3), ([.pay, .undo(0)], 4),
    ([.settle(0, wasCharged: false), .pay], 4), ([.settle(0, wasCharged: true), .pay], 4),
  ]

  /// A payment, alone and with what may come after it.
  private static var plans: [Plan] { worlds.flatMap { world in second.map { plan(world, [$0]) } } }

  /// A payment, an end of day, and what may come after it, in turn where receipts go on and where they start
  /// anew: then the payment has the first number of its day, and so has the next one.
  private static var closingPlans: [(plan: Plan, known: Int)] {
    [false, true].flatMap { startsAnew in
      worlds.flatMap { world in
        afterClosing.map { purposes, known in
          var plan = plan(world, [.closeDay] + purposes)
          (plan.receiptsStartAnew, plan.stock) = (startsAnew, startsAnew ? .nothing : .one)
          return (plan, known)
        }
      }
    }
  }

  /// Each line, and each manner of the terminal.
  private static var worlds: [Plan] {
    [(ZVT.Framing.serial, false), (.serial, true), (.tcp, false)].flatMap { framing, isSilent in
      [false, true].map { keeps in
        Plan(seed: 1, framing: framing, isCableSilent: isSilent, keepsUnacknowledged: keeps)
      }
    }
  }

  private static func plan(_ world: Plan, _ purposes: [Visit.Purpose?]) -> Plan {
    var plan = world
    plan.visits = ([.pay] + purposes.compactMap(\.self)).enumerated().map { visit($0, $1) }
    return plan
  }

  /// Another payment is of another order, over the same amount.
  private static func visit(_ number: Int, _ purpose: Visit.Purpose) -> Visit {
    Visit(
      counter: 0, reader: 0, arrives: number * 5_000, purpose: purpose,
      order: purpose == .pay ? number : 0, amount: 1_500_000, holder: .card(milliseconds: 900))
  }

  /// How many moments of each kind a run without faults has.
  private static func counts(_ plan: Plan) -> [Fault.Point: Int] {
    let world = World(plan)
    world.run()
    return Dictionary(uniqueKeysWithValues: Fault.Point.allCases.map { ($0, world.triggers.count($0)) })
  }

  /// - Parameter early: up to these moments a frame is hit as a whole only.
  private static func faults(_ plan: Plan, wholeUpTo early: [Fault.Point: Int] = [:]) -> [Fault] {
    let (counts, isSerial) = (counts(plan), plan.framing == .serial)
    var faults: [Fault] = []
    for point in Fault.Point.allCases {
      for number in 1...max(1, counts[point] ?? 0) {
        let isWhole = point == .piece && number <= early[point] ?? 0
        let kinds = isWhole ? wholePiece(isSerial) : kinds(point, isSerial: isSerial)
        faults += kinds.map { Fault(point: point, number: number, kind: $0) }
      }
    }
    return faults
  }

  private static let longestPiece = 96

  private static func kinds(_ point: Fault.Point, isSerial: Bool) -> [Fault.Kind] {
    let both = [false, true]
    switch point {
    case .piece:
      let late = [50, 300, 2_500, 6_000, 20_000, 200_000].map { Fault.Kind.late(milliseconds: $0) }
      let cuts = (0..<longestPiece).map { Fault.Kind.hangUp($0) }
      guard isSerial else { return late + cuts + [.refused] }
      return late + cuts + [.refused, .lost, .doubled]
        + (0..<longestPiece).flatMap { [.damaged(byte: $0), .cutShort($0)] }
    case .sync:
      return [100, 1_900, 2_500, 9_000, 70_000].map { .late(milliseconds: $0) }
        + both.flatMap { [.syncFails(isKept: $0), .counterDies(isKept: $0), .tillPower(isKept: $0)] }
    case .flash: return both.map { .terminalDies(isKept: $0) }
    case .host:
      return [3_000, 40_000, 46_000, 100_000].map { .late(milliseconds: $0) }
        + [.lost, .answerLost, .declined, .partly]
    case .query: return [.lieOlder, .lieNone]
    case .step:
      return [
        .counterDies(isKept: false), .tillPower(isKept: false), .terminalDies(isKept: false), .hangUp(0),
      ]
        + [-90_000, -4_000, 4_000, 90_000].flatMap {
          [.clockJump(seconds: $0), .terminalClockJump(seconds: $0)]
        }
    }
  }

  private static func whole(_ plan: Plan) -> [Fault] {
    let counts = counts(plan)
    var faults: [Fault] = []
    func add(_ point: Fault.Point, _ kinds: [Fault.Kind]) {
      for number in 1...max(1, counts[point] ?? 0) {
        faults += kinds.map { Fault(point: point, number: number, kind: $0) }
      }
    }
    add(.piece, wholePiece(plan.framing == .serial))
    add(.sync, [.syncFails(isKept: true), .counterDies(isKept: false), .counterDies(isKept: true)])
    add(.flash, [.terminalDies(isKept: false), .terminalDies(isKept: true)])
    add(.host, [.lost, .answerLost])
    return faults
  }

  private static func wholePiece(_ isSerial: Bool) -> [Fault.Kind] {
    let line: [Fault.Kind] = [.hangUp(0), .hangUp(longestPiece), .late(milliseconds: 6_000)]
    return isSerial ? line + [.lost, .damaged(byte: 5), .doubled] : line
  }
}

extension Fault {
  /// Each pair is taken once.
  fileprivate func isAfter(_ other: Fault) -> Bool {
    (point.rawValue, number) > (other.point.rawValue, other.number)
  }
}
