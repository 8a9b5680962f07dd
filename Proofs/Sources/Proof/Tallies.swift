import PaymentFlows

/// What happened in many runs.
struct Tallies {
  var schedules = 0, steps = 0, faults = 0
  /// Bookings of the acquirer.
  var bookings = 0, payments = 0
  var counterDeaths = 0, terminalDeaths = 0, clockJumps = 0
  /// Attempts that stay unknown, for a person.
  var queued = 0
  /// What callers were told, by outcome: payments and reversals.
  var told: [String: Int] = [:]
  var reasons: [String: Int] = [:]
  /// What else happened, by what it is.
  var features: [String: Int] = [:]
  /// Faults that struck, by what they are.
  var struck: [String: Int] = [:]

  mutating func note(_ outcome: Outcome, isReversal: Bool) {
    told["\(isReversal ? "reversal" : "payment") \(outcome.rawValue)", default: 0] += 1
  }

  mutating func note(_ feature: String) { features[feature, default: 0] += 1 }

  mutating func note(_ reason: RecoveryReason) { reasons[reason.rawValue, default: 0] += 1 }

  mutating func add(_ other: Tallies) {
    schedules += 1
    steps += other.steps
    faults += other.faults
    bookings += other.bookings
    payments += other.payments
    counterDeaths += other.counterDeaths
    terminalDeaths += other.terminalDeaths
    clockJumps += other.clockJumps
    queued += other.queued
    for (name, count) in other.told { told[name, default: 0] += count }
    for (name, count) in other.reasons { reasons[name, default: 0] += count }
    for (name, count) in other.features { features[name, default: 0] += count }
    for (name, count) in other.struck { struck[name, default: 0] += count }
  }

  var text: String {
    var lines = [
      "\(schedules) schedules, \(steps) steps, \(faults) faults, \(bookings) bookings",
      "died: registers \(counterDeaths), terminals \(terminalDeaths); clock jumps \(clockJumps)",
      "left for a person: \(queued)",
    ]
    lines += told.sorted { $0.key < $1.key }.map { "told \($0.key): \($0.value)" }
    lines += reasons.sorted { $0.key < $1.key }.map { "recovery \($0.key): \($0.value)" }
    lines += features.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    lines += struck.sorted { $0.key < $1.key }.map { "fault \($0.key): \($0.value)" }
    return lines.joined(separator: "\n")
  }
}
