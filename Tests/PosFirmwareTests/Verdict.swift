import PosProtocol

@testable import PosFirmware

/// Whether register, terminal and acquirer agree once everything has come to rest.
enum Verdict {
  /// One payment with everything going wrong that this seed picks; nil: nobody was wronged.
  static func fault(ofSeed seed: UInt64, _ payment: ReaderCommand) -> String? {
    var random = SplitMix64(seed: seed ^ 0xFFFF)
    func pick(_ limit: UInt64) -> Int { Int(random.next() % limit) }
    let framing: ZVT.Framing = pick(4) == 0 ? .tcp : .serial
    var world = World(
      seed: seed, framing: framing, composes: pick(2) == 0, keepsUnacknowledged: pick(5) == 0,
      safeguards: pick(2) == 0 ? [.messageNumbers, .receiptSync] : [])
    guard case .answered(.registered)? = world.run(.register) else { return "cannot register" }
    var trouble = World.Trouble()
    if pick(4) > 0 {
      (trouble.lost, trouble.damaged) = (UInt64(pick(300)), UInt64(pick(200)))
      (trouble.doubled, trouble.late) = (UInt64(pick(100)), UInt64(pick(200)))
    }
    trouble.unanswered = pick(3) == 0 ? UInt64(pick(700)) : 0
    trouble.hangUpIsHeard = pick(2) == 0
    switch pick(5) {
    case 0: trouble.powerCutAt = (pick(40) + 1) * (pick(2) == 0 ? 1 : -1)
    case 1: trouble.lineBreaksAt = pick(40) + 1
    case 2: trouble.registerDiesAt = pick(40) + 1
    default: break
    }
    world.decision = pick(8) == 0 ? .refuse : .accept
    world.begin(trouble)
    let end = world.run(payment)
    return fault(in: &world, after: end)
  }

  /// Lets the terminal come home, asks it as a register would, and compares with what was really booked.
  static func fault(in world: inout World, after end: CommandEnd?) -> String? {
    let final = finality(in: world)
    world.begin(.none)
    world.killRegister()
    world.settle()
    let bookings = world.acquirer.bookings
    guard bookings.count <= 1 else { return "\(bookings.count) bookings" }
    let isCharged = bookings.contains { !$0.isReversed }
    if final, !isCharged { return "final, and then undone" }
    switch end {
    case .answered(.approved)? where !isCharged: return "approved, not charged"
    case .answered(.declined)? where isCharged: return "declined, but charged"
    case .failed(let failure, _)? where !failure.mayHaveActed && !bookings.isEmpty:
      return "\(failure), but the acquirer was asked"
    default: break
    }
    let memory = world.terminal?.memory.transactions ?? []
    guard world.terminal?.status == .approved, !memory.contains(where: \.isOpen) else {
      return "not home: \(memory)"
    }
    let says = memory.contains { $0.kind == .payment && $0.state == .committed }
    guard says == isCharged else { return "the terminal says \(says), the acquirer \(isCharged)" }
    return recoveryFault(in: &world, isCharged)
  }

  /// The terminal has noted that the payment is final.
  private static func finality(in world: World) -> Bool {
    world.flash.contains { $0.kind == .payment && $0.state == .committed }
  }

  /// What a new register learns by asking.
  private static func recoveryFault(in world: inout World, _ isCharged: Bool) -> String? {
    var attempts = 0
    while world.run(.register).map(isAnswered) != true {
      attempts += 1
      guard attempts < 5 else { return "cannot register again: \(world.ends)" }
    }
    guard case .answered(.status(let status))? = world.run(.status), status.isReady else {
      return "not ready: \(world.ends)"
    }
    guard case .answered(.lastTransaction(let record))? = world.run(.lastTransaction) else {
      // With no transaction at all a terminal may say no.
      return isCharged || !world.flash.isEmpty ? "cannot ask: \(world.ends)" : nil
    }
    let learnt = record.map { $0.isApproval && $0.originalTrace == nil } ?? false
    return learnt == isCharged ? nil : "asking says \(learnt), the acquirer \(isCharged)"
  }

  private static func isAnswered(_ end: CommandEnd) -> Bool {
    if case .answered = end { true } else { false }
  }
}
