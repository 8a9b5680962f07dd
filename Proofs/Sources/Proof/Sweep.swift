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

  /// A payment, alone and with what may come after it: over each line, in each manner of the terminal.
  private static var plans: [Plan] {
    var plans: [Plan] = []
    for framing in [ZVT.Framing.serial, .tcp] {
      for isSilent in framing == .tcp ? [false] : [false, true] {
        for keeps in [false, true] {
          for purpose in second {
            var plan = Plan(seed: 1, framing: framing, isCableSilent: isSilent, keepsUnacknowledged: keeps)
            plan.visits = [visit(0, .pay)]
            if let purpose { plan.visits.append(visit(1, purpose)) }
            plans.append(plan)
          }
        }
      }
    }
    return plans
  }

  private static func visit(_ number: Int, _ purpose: Visit.Purpose) -> Visit {
    Visit(
      counter: 0, reader: 0, arrives: number * 5_000, purpose: purpose, order: 0, amount: 1_500_000,
      holder: .card(milliseconds: 900))
  }

  /// How many moments of each kind a run without faults has.
  private static func counts(_ plan: Plan) -> [Fault.Point: Int] {
    let world = World(plan)
    world.run()
    return Dictionary(uniqueKeysWithValues: Fault.Point.allCases.map { ($0, world.triggers.count($0)) })
  }

  private static func faults(_ plan: Plan) -> [Fault] {
    let counts = counts(plan)
    var faults: [Fault] = []
    for point in Fault.Point.allCases {
      for number in 1...max(1, counts[point] ?? 0) {
        faults += kinds(point, isSerial: plan.framing == .serial).map {
          Fault(point: point, number: number, kind: $0)
        }
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
    let line: [Fault.Kind] = [.hangUp(0), .hangUp(longestPiece), .late(milliseconds: 6_000)]
    add(.piece, plan.framing == .serial ? line + [.lost, .damaged(byte: 5), .doubled] : line)
    add(.sync, [.syncFails(isKept: true), .counterDies(isKept: false), .counterDies(isKept: true)])
    add(.flash, [.terminalDies(isKept: false), .terminalDies(isKept: true)])
    add(.host, [.lost, .answerLost])
    return faults
  }
}

extension Fault {
  /// Each pair is taken once.
  fileprivate func isAfter(_ other: Fault) -> Bool {
    (point.rawValue, number) > (other.point.rawValue, other.number)
  }
}
