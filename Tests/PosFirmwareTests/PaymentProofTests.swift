import PosProtocol
import Testing

@testable import PosFirmware

/// The firmware with the real machines of both sides, in virtual time.
@Suite struct PaymentProofTests {
  private static let payment = ReaderCommand.pay(PaymentRequest(amount: rial(1_500_000), currency: .irr))

  @Test(arguments: [ZVT.Framing.serial, .tcp], [true, false])
  func paysReversesAndForgetsNothing(_ framing: ZVT.Framing, _ composes: Bool) {
    var world = World(seed: 1, framing: framing, composes: composes)
    guard case .answered(.registered)? = world.run(.register) else {
      return #expect(Bool(false), "\(world.ends)")
    }
    guard case .answered(.approved(let record))? = world.run(Self.payment) else {
      return #expect(Bool(false), "\(world.ends)")
    }
    #expect(record.amount == rial(1_500_000) && record.currency == .irr && record.receiptNumber == receipt(1))
    #expect(record.card == testCard.number && record.traceNumber == trace(1))
    #expect(world.acquirer.bookings.map(\.isReversed) == [false])
    #expect(world.run(.lastTransaction) == .answered(.lastTransaction(record)))

    let order = ReversalRequest(receiptNumber: receipt(1), amount: rial(1_500_000), currency: .irr)
    guard case .answered(.approved(let reversal))? = world.run(.reverse(order)) else {
      return #expect(Bool(false), "\(world.ends)")
    }
    #expect(reversal.originalTrace == trace(1))
    #expect(world.acquirer.bookings.map(\.isReversed) == [true])
    guard case .answered(.declined(.alreadyReversed, nil))? = world.run(.reverse(order)) else {
      return #expect(Bool(false), "\(world.ends)")
    }
    guard
      case .answered(.declined(ResultCode(.zvt, 51), _))? = world.run(
        .pay(PaymentRequest(amount: rial(51), currency: .irr)))
    else { return #expect(Bool(false), "\(world.ends)") }
    #expect(world.run(.logOff) == .answered(.loggedOff))
  }

  @Test func whatTheRegisterCannotKeepIsUndone() {
    var world = World(seed: 1)
    _ = world.run(.register)
    world.decision = .refuse
    guard case .answered(.declined)? = world.run(Self.payment) else {
      return #expect(Bool(false), "\(world.ends)")
    }
    world.settle()
    #expect(world.acquirer.bookings.map(\.isReversed) == [true])
    #expect(world.terminal?.memory.transactions.map(\.state) == [.reversed, .committed])
  }

  /// The power fails before, or after, each single thing the terminal does for a payment.
  @Test(arguments: [ZVT.Framing.serial, .tcp], [true, false])
  func aPowerCutAnywhereLeavesBooksThatAgree(_ framing: ZVT.Framing, _ composes: Bool) {
    var (cut, seen) = (1, Set<String>())
    while cut < 200 {
      var wasCut = false
      for sign in [1, -1] {
        var world = World(seed: 7, framing: framing, composes: composes)
        _ = world.run(.register)
        world.begin(World.Trouble(powerCutAt: cut * sign))
        let end = world.run(Self.payment)
        wasCut = world.hadPowerCut
        if let fault = Verdict.fault(in: &world, after: end) {
          Issue.record("cut \(cut * sign): \(fault)")
        }
        seen.insert(world.flash.map { "\($0.kind) \($0.state)" }.joined(separator: ", "))
      }
      guard wasCut else { break }
      cut += 1
    }
    #expect(cut > 15 && cut < 200)
    #expect(seen.count >= 3, "\(seen)")
  }

  /// Blocks of seeds, so that a failing one has a name: `World(seed: n)` runs it again.
  @Test(arguments: 0..<40)
  func neverTwoBookingsNorAChargeThatTheRegisterCallsDeclined(_ block: UInt64) {
    for seed in block * Self.blockSize..<(block + 1) * Self.blockSize {
      if let fault = Verdict.fault(ofSeed: seed, Self.payment) { Issue.record("seed \(seed): \(fault)") }
    }
  }

  private static let blockSize: UInt64 = 500
}
