import PosFirmware
import PosProtocol

/// The lines between registers and terminals, and what goes wrong on them.
extension World {
  private var isTCP: Bool { plan.framing == .tcp }

  /// Whether the ends of a line notice that the other one has gone.
  private var isHangUpHeard: Bool { isTCP || !plan.isCableSilent }

  /// A register opens a line. False: it cannot be had.
  func open(_ line: Int, for counter: Int) -> Bool {
    guard stations[line].holder == nil else { return false }
    if isTCP || !plan.isCableSilent, !stations[line].isOn { return false }
    stations[line].holder = counter
    stations[line].opening += 1
    stations[line].isConnected = true
    return true
  }

  /// A register leaves a line, or dies.
  func leave(_ line: Int, _ counter: Int) {
    guard stations[line].holder == counter else { return }
    stations[line].holder = nil
    if isHangUpHeard {
      schedule(.hangUp(line, opening: stations[line].opening, .terminal), after: Self.latency)
    }
  }

  static let latency = 2

  /// Puts a piece on the line. False: nothing of it left.
  func write(_ bytes: [UInt8], to end: Role, line: Int, key: Int) -> Bool {
    if end == .register, isTCP, !stations[line].isConnected || stations[line].holder == nil { return false }
    guard let (kind, _) = strike(.piece) else {
      put(bytes, to: end, line: line, key: key)
      return true
    }
    switch kind {
    case .refused: return false
    case .lost: break
    case .doubled:
      put(bytes, to: end, line: line, key: key)
      put(bytes, to: end, line: line, key: key)
    case .damaged(let byte):
      var damaged = bytes
      damaged[byte % bytes.count] ^= UInt8(1 + random.below(255))
      put(damaged, to: end, line: line, key: key)
    case .cutShort(let count): put(Array(bytes.prefix(count)), to: end, line: line, key: key)
    case .late(let milliseconds):
      // What one direction delivers later than T2 may answer something else: PA00P016 §3 has no numbers.
      if !isTCP, milliseconds >= 5_000 { hasHeldUp = true }
      put(bytes, to: end, line: line, key: key, late: milliseconds)
    case .hangUp(let count):
      put(Array(bytes.prefix(count)), to: end, line: line, key: key)
      breakLine(line)
    default: put(bytes, to: end, line: line, key: key)
    }
    return true
  }

  private func put(_ bytes: [UInt8], to end: Role, line: Int, key: Int, late: Int = 0) {
    guard !bytes.isEmpty, stations[line].unpluggedUntil <= now else { return }
    let opening = stations[line].opening
    let earliest = now + .milliseconds(Self.latency + late)
    if end == .terminal {
      let time = max(earliest, stations[line].lastToTerminal)
      stations[line].lastToTerminal = time
      schedule(.toTerminal(line, opening: opening, bytes, key: key), at: time)
    } else {
      let time = max(earliest, stations[line].lastToRegister)
      stations[line].lastToRegister = time
      schedule(.toRegister(line, opening: opening, bytes), at: time)
    }
  }

  /// The line ends for both, or a silent cable is pulled for some seconds.
  func breakLine(_ line: Int) {
    guard isHangUpHeard else {
      stations[line].unpluggedUntil = now + .seconds(10)
      return
    }
    let opening = stations[line].opening
    schedule(.hangUp(line, opening: opening, .terminal), after: Self.latency)
    schedule(.hangUp(line, opening: opening, .register), after: Self.latency + random.below(2) * 1_000)
  }

  func hangUp(_ line: Int, _ opening: Int, _ end: Role) {
    guard stations[line].opening == opening else { return }
    if end == .terminal {
      guard stations[line].isConnected else { return }
      stations[line].isConnected = false
      tell { "terminal \(line): the line is gone" }
      driveTerminal(line, .lineLost)
    } else if let holder = stations[line].holder {
      stations[line].holder = nil
      tell { "counter \(holder): the line to terminal \(line) is gone" }
      counters[holder].loseLine(line)
    }
  }

  func reachTerminal(_ line: Int, _ opening: Int, _ bytes: [UInt8], _ key: Int) {
    guard stations[line].isOn else { return }
    // What a connection brings after the terminal's end of it is gone reaches nobody.
    if isTCP, opening != stations[line].opening || !stations[line].isConnected { return }
    tell { "counter → terminal \(line): \(Story.text(bytes, plan.framing))" }
    driveTerminal(line, .bytes(bytes), key: key)
  }

  func reachRegister(_ line: Int, _ opening: Int, _ bytes: [UInt8]) {
    guard let holder = stations[line].holder, !isTCP || opening == stations[line].opening else { return }
    tell { "terminal \(line) → counter \(holder): \(Story.text(bytes, plan.framing))" }
    counters[holder].drive(.bytes(bytes))
  }
}
