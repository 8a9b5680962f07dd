import PaymentFlows
import PosFirmware
import PosProtocol

/// Registers, their journals, lines, terminals and the acquirer in one thread and virtual time.
final class World {
  /// When something happens; apart from what, so that looking for the next one copies little.
  private struct Moment {
    let time: Instant
    let order: Int

    func isBefore(_ other: Moment) -> Bool {
      time < other.time || time == other.time && order < other.order
    }
  }

  enum What {
    case toTerminal(Int, opening: Int, [UInt8], key: Int)
    case toRegister(Int, opening: Int, [UInt8])
    /// One end hears that the line has ended.
    case hangUp(Int, opening: Int, Role)
    case holder(Int, life: Int, Visit.Holder)
    case hostAsked(Int, life: Int, AcquirerRequest, key: Int, Fault.Kind?)
    case hostAnswers(Int, life: Int, AcquirerAnswer, TraceNumber)
    case synced(Int, operation: Int, Fault.Kind?)
    case powerOn(Int, life: Int)
    case restart(Int, life: Int)
    case arrive(Int)
    case wake(Int, life: Int, turn: Int)
    /// What is to be undone at a terminal may be due.
    case due(Int, life: Int, reader: Int)
    case cancel(Int, visit: Int)
  }

  static let card = Card(digits: [6, 0, 3, 7, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6])!

  let plan: Plan
  let weakness: Weakness?
  var random: Random
  private(set) var now = Instant(sinceStart: .zero)
  private var moments: [Moment] = []
  private var events: [What] = []
  private var orders = 0
  var triggers: Triggers
  var counters: [Counter] = []
  var stations: [Station] = []
  var disks: [Disk]
  var bank = Bank()
  var tallies = Tallies()
  /// Nothing goes wrong any more.
  private(set) var isHealed = false
  var violation: String?
  var story: Story?
  var wallOffset = 0
  /// A serial line held something up for longer than the link's patience.
  var hasHeldUp = false

  init(_ plan: Plan, weakness: Weakness? = nil, story: Story? = nil) {
    (self.plan, self.weakness, self.story) = (plan, weakness, story)
    random = Random(seed: plan.seed)
    triggers = Triggers(plan.faults)
    disks = Array(repeating: Disk(), count: plan.hasStranger ? 2 : 1)
    for index in 0..<plan.readers {
      stations.append(Station(index, plan))
      powerOn(index)
    }
    for index in 0..<plan.counters {
      counters.append(Counter(index, self, disk: plan.isStranger(index) ? 1 : 0))
    }
    for (index, visit) in plan.visits.enumerated() {
      schedule(.arrive(index), at: Instant(sinceStart: .milliseconds(visit.arrives)))
    }
  }

  /// Runs the whole of it: the troubled day, then the time when all parts work again.
  func run() {
    loop()
    for round in 0..<4 where violation == nil && (round == 0 || hasUnresolved) {
      heal()
      loop()
      for counter in counters where violation == nil {
        counter.beginRecovering()
        loop()
      }
    }
    if violation == nil { judge() }
    for counter in counters { counter.world = nil }
    if !plan.safeguards.isEmpty { tallies.note("with safeguards") }
  }

  // MARK: time

  /// Seconds since 1970 by the registers' clock: a forenoon in November.
  var wallTime: Double { Double(1_795_771_200 + wallOffset) + (now.sinceStart / .seconds(1)) }

  func schedule(_ what: What, after milliseconds: Int) {
    schedule(what, at: now + .milliseconds(milliseconds))
  }

  func schedule(_ what: What, at time: Instant) {
    orders += 1
    moments.append(Moment(time: time, order: orders))
    events.append(what)
  }

  private static let mostSteps = 200_000

  private func loop() {
    var steps = 0
    while violation == nil, step() {
      steps += 1
      if steps > Self.mostSteps { violation = "it does not come to an end" }
    }
    tallies.steps += steps
  }

  /// Goes to the next thing that happens. False: nothing will.
  private func step() -> Bool {
    var best = -1
    for index in moments.indices where best < 0 || moments[index].isBefore(moments[best]) { best = index }
    let time = best < 0 ? nil : moments[best].time
    var due = time
    var (station, counter) = (-1, -1)
    for index in stations.indices {
      if let time = stations[index].deadline, due == nil || time < due! { (due, station) = (time, index) }
    }
    for index in counters.indices {
      if let time = counters[index].deadline, due == nil || time < due! {
        (due, counter, station) = (time, index, -1)
      }
    }
    guard let due else { return false }
    if due > now { now = due }
    if let kind = strike(.step) { stepFault(kind.kind, kind.who) }
    if counter >= 0 {
      counters[counter].drive(.proceed)
    } else if station >= 0 {
      driveTerminal(station, .proceed)
    } else if time == due {
      perform(take(best))
    }
    return true
  }

  private func take(_ index: Int) -> What {
    let last = events.count - 1
    moments.swapAt(index, last)
    moments.removeLast()
    if index < last { events.swapAt(index, last) }
    return events.removeLast()
  }

  private func perform(_ what: What) {
    switch what {
    case .toTerminal(let line, let opening, let bytes, let key): reachTerminal(line, opening, bytes, key)
    case .toRegister(let line, let opening, let bytes): reachRegister(line, opening, bytes)
    case .hangUp(let line, let opening, let end): hangUp(line, opening, end)
    case .holder(let station, let life, let holder): hold(station, life, holder)
    case .hostAsked(let station, let life, let request, let key, let fault):
      answerHost(station, life, request, key, fault)
    case .hostAnswers(let station, let life, let answer, let trace):
      guard stations[station].life == life else { return }
      tell { "acquirer → terminal \(station): \(answer.text)" }
      driveTerminal(station, .answered(answer, trace))
    case .synced(let disk, let operation, let fault): finishWriting(disk, operation, fault)
    case .powerOn(let station, let life):
      if stations[station].life == life, !stations[station].isOn { powerOn(station) }
    case .restart(let counter, let life): counters[counter].restart(life)
    case .arrive(let visit): counters[plan.visits[visit].counter].welcome(visit)
    case .wake(let counter, let life, let turn): counters[counter].wake(life, turn)
    case .due(let counter, let life, let reader): counters[counter].lookAgain(life, reader)
    case .cancel(let counter, let visit): counters[counter].cancel(visit)
    }
  }

  func strike(_ point: Fault.Point) -> (kind: Fault.Kind, who: Int)? {
    guard let fault = triggers.strike(point), !isHealed else { return nil }
    tallies.faults += 1
    tallies.struck["\(point) \(fault.kind.name)", default: 0] += 1
    tell { "*** \(fault.text)" }
    return (fault.kind, fault.who)
  }

  // MARK: the end

  private var hasUnresolved: Bool {
    disks.contains { $0.attempts.contains { !$0.state.isFinished } }
  }

  /// All parts work from now on; whoever left something open looks again.
  private func heal() {
    isHealed = true
    tell { "--- from here on everything works" }
    for index in stations.indices {
      stations[index].unpluggedUntil = now
      stations[index].tongue.lie = nil
      if !stations[index].isOn { powerOn(index) }
    }
    for counter in counters { counter.restart(counter.life) }
  }

  func tell(_ line: () -> String) {
    guard let story else { return }
    story.tell(now, line())
  }
}
