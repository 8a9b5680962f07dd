/// A fault, and when it begins.
public struct USBFaultPlan: Hashable, Sendable {
  public var fault: USBFault
  public var moment: Moment

  public init(_ fault: USBFault, _ moment: Moment = .bytes(0)) {
    (self.fault, self.moment) = (fault, moment)
  }

  /// Each comes once in the simulator's life, unplugged or not.
  public enum Moment: Hashable, Sendable {
    /// When so many bytes went over its bulk endpoints, both directions together; 0: at once.
    case bytes(Int)
    /// When so many bytes went since a register began to send a payment (10 02 06 01).
    case payment(Int)
    /// So long after the device was made available.
    case time(Duration)
  }
}

/// Counts bytes until a planned fault is due.
struct USBFaultClock: Sendable {
  private var plans: [(plan: USBFaultPlan, rest: Int, isRunning: Bool)]
  private var last: UInt32 = 0

  /// What begins a payment on a serial line: DLE STX and the command's class and instruction.
  private static let payment: UInt32 = 0x1002_0601

  init(_ plans: [USBFaultPlan]) {
    self.plans = plans.compactMap { plan in
      switch plan.moment {
      case .bytes(let count): (plan, max(0, count), true)
      case .payment(let count): (plan, max(0, count), false)
      case .time: nil
      }
    }
  }

  /// The next fault that is due now.
  mutating func due() -> USBFault? {
    guard let index = plans.firstIndex(where: { $0.isRunning && $0.rest == 0 }) else { return nil }
    return plans.remove(at: index).plan.fault
  }

  /// How many of `bytes` may go before a fault is due, at most all of them.
  mutating func pass(_ bytes: some Collection<UInt8>, fromHost: Bool) -> Int {
    guard !plans.isEmpty else { return bytes.count }
    var count = 0
    for byte in bytes {
      guard !plans.contains(where: { $0.isRunning && $0.rest == 0 }) else { return count }
      count += 1
      for index in plans.indices where plans[index].isRunning { plans[index].rest -= 1 }
      guard fromHost else { continue }
      last = last << 8 | UInt32(byte)
      guard last == Self.payment else { continue }
      for index in plans.indices { plans[index].isRunning = true }
    }
    return count
  }
}
