import PosProtocol

/// Makes a failing plan smaller while it still fails: fewer faults, fewer visits, a plainer world.
struct Shrinking {
  private(set) var plan: Plan
  private(set) var violation: String
  private let weakness: Weakness?

  /// Returns nil if the plan does not fail.
  init?(_ plan: Plan, weakness: Weakness? = nil) {
    guard let violation = Self.violation(plan, weakness) else { return nil }
    (self.plan, self.violation, self.weakness) = (plan, violation, weakness)
    while makeSmaller() {}
  }

  static func violation(_ plan: Plan, _ weakness: Weakness?) -> String? {
    let world = World(plan, weakness: weakness)
    world.run()
    return world.violation
  }

  /// Takes the first smaller plan that fails too. False: there is none.
  private mutating func makeSmaller() -> Bool {
    for smaller in candidates where smaller != plan {
      guard let violation = Self.violation(smaller, weakness) else { continue }
      (plan, self.violation) = (smaller, violation)
      return true
    }
    return false
  }

  private var candidates: [Plan] {
    var plans: [Plan] = []
    for index in plan.faults.indices {
      var smaller = plan
      smaller.faults.remove(at: index)
      plans.append(smaller)
    }
    plans += plan.visits.indices.compactMap { plan.without($0) }
    plans.append(changed { $0.hasStranger = false })
    plans.append(
      changed { plan in
        (plan.counters, plan.hasStranger) = (1, false)
        for index in plan.visits.indices { plan.visits[index].counter = 0 }
      })
    plans.append(
      changed { plan in
        plan.readers = 1
        for index in plan.visits.indices { plan.visits[index].reader = 0 }
      })
    plans.append(changed { $0.safeguards = [] })
    plans.append(changed { $0.sharesProgram = false })
    plans.append(changed { $0.printsThroughRegister = false })
    plans.append(changed { $0.keepsUnacknowledged = false })
    plans.append(changed { $0.receiptsStartAnew = false })
    plans.append(changed { $0.stock = .one })
    plans.append(changed { $0.isCableSilent = false })
    for index in plan.visits.indices {
      plans.append(changed { $0.visits[index].cancels = nil })
      plans.append(changed { $0.visits[index].holder = .card(milliseconds: 1_000) })
    }
    return plans
  }

  private func changed(_ change: (inout Plan) -> Void) -> Plan {
    var plan = plan
    change(&plan)
    return plan
  }
}

extension Plan {
  /// Without one visit, unless it is the only one or others follow it.
  fileprivate func without(_ index: Int) -> Plan? {
    guard visits.count > 1, !visits.contains(where: { $0.purpose.follows == index }) else { return nil }
    var plan = self
    plan.visits.remove(at: index)
    for other in plan.visits.indices {
      guard let earlier = plan.visits[other].purpose.follows, earlier > index else { continue }
      switch plan.visits[other].purpose {
      case .pay, .closeDay: break
      case .again: plan.visits[other].purpose = .again(earlier - 1)
      case .reverse: plan.visits[other].purpose = .reverse(earlier - 1)
      case .undo: plan.visits[other].purpose = .undo(earlier - 1)
      case .settle(_, let wasCharged):
        plan.visits[other].purpose = .settle(earlier - 1, wasCharged: wasCharged)
      }
    }
    return plan
  }

  /// As people read it.
  var text: String {
    var lines = [
      "\(framing) line\(isCableSilent ? ", whose ends do not hear each other go" : ""); \(counters) counters"
        + "\(hasStranger ? ", the last with a journal of its own" : "")"
        + "\(sharesProgram ? ", in one program" : ""), \(readers) terminals"
        + "\(keepsUnacknowledged ? " that keep what nobody acknowledged" : "")" + safeguards.text
        + "\(receiptsStartAnew ? ", receipts from 1 each day" : "")"
        + "\(printsThroughRegister ? ", receipts through the register" : ""); memory at the start: \(stock)"
    ]
    for (number, visit) in visits.enumerated() {
      lines.append(
        "visit \(number) comes to counter \(visit.counter) at \(visit.arrives) ms: \(visit.purpose), order "
          + "\(visit.order), \(visit.amount), terminal \(visit.reader), then \(visit.holder)"
          + (visit.cancels.map { ", stopped after \($0) ms" } ?? ""))
    }
    lines += faults.map(\.text)
    return lines.joined(separator: "\n")
  }
}

extension Safeguards {
  fileprivate var text: String {
    (contains(.receiptSync) ? ", receipts in step" : "")
      + (contains(.messageNumbers) ? ", messages numbered" : "")
      + (contains(.orderNumbers) ? ", orders named" : "")
  }
}

extension Visit.Purpose {
  fileprivate var follows: Int? {
    switch self {
    case .pay, .closeDay: nil
    case .again(let earlier), .reverse(let earlier), .undo(let earlier), .settle(let earlier, _): earlier
    }
  }
}
