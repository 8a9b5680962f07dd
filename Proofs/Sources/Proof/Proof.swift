import PaymentFlows
import PosProtocol

/// Proof 1: the register, its journal, the line, the terminal and the acquirer in one thread and virtual
/// time, each run from one seed. docs/proofs.md says what is simulated.
@main
struct Proof {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let numbers = arguments.dropFirst().compactMap { Int($0) }
    let isGood: Bool
    switch (arguments.first, numbers.count) {
    case ("schedules"?, 1): isGood = schedules(1..<UInt64(numbers[0]) + 1)
    case ("seed"?, 1): isGood = story(Plan(making: UInt64(numbers[0])))
    case ("digest"?, 1): isGood = digest(1..<UInt64(numbers[0]) + 1)
    case ("sweep"?, _): isGood = sweep()
    case ("sabotage"?, 1): isGood = sabotage(upTo: numbers[0])
    case ("speed"?, 1): isGood = speed(numbers[0])
    case ("campaign"?, 3...4) where arguments.count > 4:
      isGood = try campaign(arguments[1], numbers.suffix(3).map { $0 })
    default:
      print(
        "usage: Proof schedules COUNT | seed SEED | digest COUNT | sweep | sabotage COUNT | speed COUNT | "
          + "campaign FOLDER SHARD SHARDS BLOCKS")
      isGood = false
    }
    if !isGood { leave(1) }
  }

  // MARK: verbs

  /// Runs the seeds; the first that fails is made smaller and told.
  private static func schedules(_ seeds: Range<UInt64>) -> Bool {
    let start = processorSeconds()
    let (tallies, failing) = run(seeds)
    let seconds = processorSeconds() - start
    print(tallies.text)
    let (runs, payments) = (Int(Double(seeds.count) / seconds), Int(Double(tallies.bookings) / seconds))
    print("\(Int(seconds)) s of a processor: \(runs) schedules/s, \(payments) payments/s")
    for seed in failing.prefix(10) { print("seed \(seed) fails") }
    if let first = failing.first { tellSmaller(Plan(making: first)) }
    print("\(failing.count) of \(seeds.count) schedules failed")
    return failing.isEmpty
  }

  private static func run(_ seeds: Range<UInt64>) -> (Tallies, [UInt64]) {
    var (tallies, failing) = (Tallies(), [UInt64]())
    for seed in seeds {
      let world = World(Plan(making: seed))
      world.run()
      tallies.add(world.tallies)
      if world.violation != nil { failing.append(seed) }
    }
    return (tallies, failing)
  }

  /// One seed, in words; if it fails, then the smallest plan that fails too.
  private static func story(_ plan: Plan) -> Bool {
    print(plan.text)
    let world = World(plan, story: Story { print($0) })
    world.run()
    print(world.violation.map { "VIOLATED: \($0)" } ?? "all is well")
    if world.violation != nil { tellSmaller(plan) }
    return world.violation == nil
  }

  /// One number for all that is told of these seeds: a change that is to change nothing leaves it as it is.
  private static func digest(_ seeds: Range<UInt64>) -> Bool {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for seed in seeds {
      let story = Story { line in
        for byte in line.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      }
      World(Plan(making: seed), story: story).run()
    }
    print("digest \(String(hash, radix: 16))")
    return true
  }

  private static func tellSmaller(_ plan: Plan, _ weakness: Weakness? = nil) {
    guard let small = Shrinking(plan, weakness: weakness) else { return }
    print("\nmade smaller:")
    print(small.plan.text)
    World(small.plan, weakness: weakness, story: Story { print($0) }).run()
    print("VIOLATED: \(small.violation)")
  }

  private static func sweep() -> Bool {
    var sweep = Sweep { plan, violation in print("\(violation)\n\(plan.text)\n") }
    sweep.singles()
    print("single faults: \(sweep.runs) runs")
    flush()
    let singles = sweep.runs
    sweep.closings()
    print("single faults around an end of day: \(sweep.runs - singles) runs")
    flush()
    let closings = sweep.runs
    sweep.pairs()
    print("pairs by frame: \(sweep.runs - closings) runs")
    print(sweep.tallies.text)
    print("\(sweep.failures) of \(sweep.runs) runs failed")
    return sweep.failures == 0
  }

  /// Each safeguard taken out: a seed below `count` must fail.
  private static func sabotage(upTo count: Int) -> Bool {
    var missed = 0
    for weakness in Weakness.allCases {
      let found = (1...UInt64(count)).first { Shrinking.violation(Plan(making: $0), weakness) != nil }
      guard let found, let small = Shrinking(Plan(making: found), weakness: weakness) else {
        missed += 1
        print("BAD \(weakness.rawValue): NOT NOTICED in \(count) schedules")
        continue
      }
      print(
        "ok  \(weakness.rawValue): seed \(found), with \(small.plan.faults.count) faults: \(small.violation)")
    }
    print("\(Weakness.allCases.count - missed) of \(Weakness.allCases.count) safeguards are watched")
    return missed == 0
  }

  /// Whole payments without a fault: question for the last one, payment, journal.
  private static func speed(_ payments: Int) -> Bool {
    for framing in [ZVT.Framing.serial, .tcp] {
      var plan = Plan(seed: 1, framing: framing)
      plan.visits = (0..<20).map {
        Visit(
          counter: 0, reader: 0, arrives: $0 * 10_000, purpose: .pay, order: $0, amount: 1_500_000,
          holder: .card(milliseconds: 900))
      }
      let start = processorSeconds()
      var booked = 0
      while booked < payments {
        let world = World(plan)
        world.run()
        booked += world.bank.bookings.count
      }
      print("\(framing): \(Int(Double(booked) / (processorSeconds() - start))) payments a second")
    }
    return true
  }

  /// - Parameter numbers: shard, shards, blocks.
  private static func campaign(_ folder: String, _ numbers: [Int]) throws -> Bool {
    let (shard, shards, blocks) = (numbers[0], max(1, numbers[1]), numbers[2])
    var campaign = try Campaign(folder: folder, shard: shard, shards: shards)
    for _ in 0..<blocks {
      let (_, failed) = run(campaign.next(shard: shard, shards: shards))
      try campaign.note(failed: failed)
      for seed in failed { print("seed \(seed) fails") }
      flush()
    }
    print("shard \(shard): \(campaign.done * Campaign.block) schedules, \(campaign.failing.count) failed")
    return campaign.failing.isEmpty
  }
}
