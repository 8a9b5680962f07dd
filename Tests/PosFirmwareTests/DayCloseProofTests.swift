import PosProtocol
import Testing

@testable import PosFirmware

/// The end of a day with the real machines of both sides, in virtual time: the host settles it once or not at
/// all, and register, terminal and host agree.
@Suite struct DayCloseProofTests {
  private static let payment = ReaderCommand.pay(PaymentRequest(amount: rial(1_500_000), currency: .irr))

  /// The power fails before, or after, each single thing the terminal does for it.
  @Test(arguments: [ZVT.Framing.serial, .tcp], [true, false])
  func aPowerCutAnywhereClosesOnceOrNotAtAll(_ framing: ZVT.Framing, _ composes: Bool) {
    var (cut, seen) = (1, Set<String>())
    while cut < 200 {
      var wasCut = false
      for sign in [1, -1] {
        var world = World(seed: 7, framing: framing, composes: composes)
        _ = world.run(.register)
        _ = world.run(Self.payment)
        world.begin(World.Trouble(powerCutAt: cut * sign))
        let end = world.run(.closeDay)
        wasCut = world.hadPowerCut
        if let fault = Self.fault(in: &world, after: end) { Issue.record("cut \(cut * sign): \(fault)") }
        seen.insert(world.flash.filter { $0.kind == .dayClose }.map { "\($0.state)" }.joined(separator: ", "))
      }
      guard wasCut else { break }
      cut += 1
    }
    #expect(cut > 8 && cut < 200)
    #expect(seen == ["", "asked, committed"])
  }

  /// Blocks of seeds, so that a failing one has a name.
  @Test(arguments: 0..<20)
  func neverClosedTwiceNorCalledOpenThatIsClosed(_ block: UInt64) {
    for seed in block * 100..<(block + 1) * 100 {
      if let fault = Self.fault(ofSeed: seed) { Issue.record("seed \(seed): \(fault)") }
    }
  }

  private static func fault(ofSeed seed: UInt64) -> String? {
    var random = SplitMix64(seed: seed ^ 0xDA)
    func pick(_ limit: UInt64) -> Int { Int(random.next() % limit) }
    let framing: ZVT.Framing = pick(4) == 0 ? .tcp : .serial
    var world = World(seed: seed, framing: framing, composes: pick(2) == 0)
    _ = world.run(.register)
    guard case .answered(.approved)? = world.run(payment) else { return "cannot pay" }
    var trouble = World.Trouble()
    (trouble.lost, trouble.damaged) = (UInt64(pick(300)), UInt64(pick(200)))
    (trouble.doubled, trouble.late) = (UInt64(pick(100)), UInt64(pick(200)))
    trouble.unanswered = pick(3) == 0 ? UInt64(pick(700)) : 0
    trouble.hangUpIsHeard = pick(2) == 0
    switch pick(5) {
    case 0: trouble.powerCutAt = (pick(30) + 1) * (pick(2) == 0 ? 1 : -1)
    case 1: trouble.lineBreaksAt = pick(30) + 1
    case 2: trouble.registerDiesAt = pick(30) + 1
    default: break
    }
    world.decision = pick(8) == 0 ? .refuse : .accept
    world.begin(trouble)
    let end = world.run(.closeDay)
    return fault(in: &world, after: end)
  }

  /// Lets the terminal come home, asks it as a register would, and compares with what the host settled.
  private static func fault(in world: inout World, after end: CommandEnd?) -> String? {
    world.begin(.none)
    world.killRegister()
    world.settle()
    let settlements = world.acquirer.settlements
    guard settlements.count <= 1 else { return "settled \(settlements.count) times" }
    let isClosed = !settlements.isEmpty
    if let day = settlements.first, day.claimed != day.booked { return "the totals differ: \(day)" }
    switch end {
    case .answered(.dayClosed)? where !isClosed: return "closed, not settled"
    case .answered(.declined)? where isClosed: return "not closed, but settled"
    case .failed(let failure, _)? where !failure.mayHaveActed && isClosed: return "\(failure), but settled"
    default: break
    }
    guard world.terminal?.status == .approved, world.terminal?.memory.isDayEmpty == isClosed else {
      return "the terminal says otherwise than the host"
    }
    for _ in 0..<5 { if case .answered? = world.run(.register) { break } }
    guard case .answered(.turnover(let totals))? = world.run(.turnover) else {
      return "cannot ask: \(world.ends)"
    }
    guard totals.map(\.amount) == [rial(isClosed ? 0 : 1_500_000)] else { return "asking says \(totals)" }
    guard case .answered(.lastTransaction(let last?))? = world.run(.lastTransaction), last.isApproval
    else { return "the last payment is forgotten: \(world.ends)" }
    return nil
  }
}
