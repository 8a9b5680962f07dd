import PaymentFlows
import PosFirmware
import PosProtocol

/// When each fault strikes: moments are counted from the start of the run.
struct Triggers {
  private struct Line {
    /// Latest first.
    var faults: [Fault] = []
    var count = 0
    var next = Int.max
  }

  private var lines = Array(repeating: Line(), count: Fault.Point.allCases.count)

  init(_ faults: [Fault]) {
    for fault in faults { lines[Int(fault.point.rawValue)].faults.append(fault) }
    for index in lines.indices {
      lines[index].faults.sort { $0.number > $1.number }
      lines[index].next = lines[index].faults.last?.number ?? .max
    }
  }

  /// Counts a moment; the fault that strikes then.
  mutating func strike(_ point: Fault.Point) -> Fault? {
    let index = Int(point.rawValue)
    lines[index].count += 1
    guard lines[index].next <= lines[index].count else { return nil }
    let fault = lines[index].faults.popLast()
    lines[index].next = lines[index].faults.last?.number ?? .max
    return fault
  }

  /// How many moments of a kind there were.
  func count(_ point: Fault.Point) -> Int { lines[Int(point.rawValue)].count }
}

extension World {
  // MARK: journals

  func beginWriting(_ entry: Disk.Entry, disk: Int, counter: Int) {
    disks[disk].enqueue(entry, counter: counter)
    write(disk)
    if weakness?.overtakes(entry) == true {
      // The program is told at once; the disk takes its time.
      schedule(.synced(disk, operation: -counter - 1, nil), after: 0)
    }
  }

  /// The next transaction of a disk begins, if none is at work.
  private func write(_ disk: Int) {
    guard let first = disks[disk].begin(all: plan.sharesProgram && disk == 0) else { return }
    let fault = strike(.sync)?.kind
    let time = if case .late(let milliseconds)? = fault { milliseconds } else { 5 }
    let count = disks[disk].atWork
    if count > 1 { tallies.note("several steps in one transaction") }
    for operation in disks[disk].queue.prefix(count) {
      tell { "counter \(operation.counter) writes: \(operation.entry.text)" }
    }
    schedule(.synced(disk, operation: first.number, fault), after: time)
  }

  func finishWriting(_ disk: Int, _ number: Int, _ fault: Fault.Kind?) {
    if number < 0 { return counters[-number - 1].written(.synced) }
    guard let first = disks[disk].queue.first, first.number == number else { return }
    switch fault {
    case .syncFails(let isKept)?:
      for operation in disks[disk].fail(isKept: isKept) {
        tell { "counter \(operation.counter): the journal could not be synced" }
        if !isOvertaken(operation) { counters[operation.counter].written(nil) }
      }
    case .counterDies(let isKept)?: kill(first.counter, isKept: isKept)
    case .tillPower(let isKept)?: cutTillPower(isKept: isKept)
    default:
      let done = disks[disk].finish(time: wallTime, ignoring: weakness == .retriesUnknown)
      if let broken = disks[disk].broken { violation = broken }
      for (operation, answer) in done where !isOvertaken(operation) {
        counters[operation.counter].written(answer)
      }
    }
    write(disk)
  }

  private func isOvertaken(_ operation: Disk.Operation) -> Bool {
    weakness?.overtakes(operation.entry) == true
  }

  // MARK: deaths

  func kill(_ counter: Int, isKept: Bool) {
    guard counters[counter].isUp else { return }
    let (disk, program) = (counters[counter].disk, program(of: counter))
    disks[disk].lose(program, isKept: isKept, time: wallTime)
    for member in program { counters[member].die() }
    write(disk)
    wakeOthers(than: counter)
  }

  /// The counters that die with one.
  private func program(of counter: Int) -> [Int] {
    guard plan.sharesProgram, !plan.isStranger(counter) else { return [counter] }
    return counters.map(\.index).filter { !plan.isStranger($0) }
  }

  /// The power of all registers fails.
  private func cutTillPower(isKept: Bool) {
    for disk in disks.indices { disks[disk].losePower(isKept: isKept, time: wallTime) }
    for counter in counters { counter.die() }
  }

  func wakeOthers(than counter: Int) {
    for other in counters where other.index != counter {
      switch other.phase {
      case .waitingForKey, .waitingForReader:
        schedule(.wake(other.index, life: other.life, turn: other.turn), after: 1)
      case .idle, .probing, .asking, .noting, .pausing, .deciding, .comparing, .paying, .noticing, .closing,
        .desk, .keepingUndoing:
        break
      }
    }
  }

  // MARK: at any moment

  func stepFault(_ kind: Fault.Kind, _ who: Int) {
    switch kind {
    case .counterDies(let isKept): kill(who % counters.count, isKept: isKept)
    case .tillPower(let isKept): cutTillPower(isKept: isKept)
    case .terminalDies: cutPower(who % stations.count)
    case .hangUp: breakLine(who % stations.count)
    case .clockJump(let seconds):
      wallOffset += seconds
      tallies.clockJumps += 1
    case .terminalClockJump(let seconds):
      stations[who % stations.count].clockOffset += seconds
      tallies.clockJumps += 1
    default: break
    }
  }

  /// A lie that nobody can see through is none that is told here: the record that was noted before the open
  /// attempt, shown again, is what a terminal shows that has done nothing since.
  func maybeLie(_ station: Int, isRecovery: Bool) {
    let tongue = stations[station].tongue
    // A lie of which nobody took notice is not told later: it may be another one by then.
    tongue.lie = nil
    guard let fault = strike(.query) else { return }
    tongue.lie = fault.kind == .lieOlder ? .older : .nothing
    tongue.older = nil
    var oldest = UInt64.max
    for disk in disks {
      let told = disk.decided(reader: station)
      for attempt in disk.attempts
      where attempt.reader == station && (!attempt.state.isFinished || told == attempt.key) {
        let noted = attempt.noted.record?.traceNumber
        let shown = stations[station].flash.last { $0.trace == noted && $0.kind != .dayClose }
        oldest = min(oldest, shown?.sequence ?? 0)
      }
    }
    tongue.older = stations[station].flash.last { $0.sequence < oldest && $0.kind != .dayClose }?.record
  }
}
