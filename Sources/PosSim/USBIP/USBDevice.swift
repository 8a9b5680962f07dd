/// A terminal's USB side: requests of the host and bytes of the terminal in, completions and bytes of the
/// host out. It does no input or output and has no clock.
struct USBDevice: Sendable {
  enum Output: Hashable, Sendable {
    case completed(USBCompletion)
    /// The host sent bytes to a port.
    case received(port: Int, [UInt8])
    case told(USBEvent)
    /// A fault is due that the device cannot do by itself: the cable.
    case unplug(back: Duration?)
  }

  /// One port: a serial line of the device.
  struct Port: Sendable {
    var coding = USBLineCoding()
    var (dtr, rts) = (false, false)
    /// For the host, not yet fetched.
    var output: [UInt8] = []
    /// A change of the modem lines that the host has not heard of.
    var notice: [UInt8]?
    var (isInHalted, isOutHalted) = (false, false)
  }

  let profile: USBProfile
  var configuration: UInt8 = 0
  var ports: [Port]
  /// What the host waits for, oldest first.
  private(set) var pending: [USBTransfer] = []
  private var clock: USBFaultClock
  private var (isDeaf, wasEmpty) = (false, false)
  private var (longestPacket, sendsEmpty) = (Int.max, false)

  /// A host that has this many requests open is no host.
  static let mostPending = 512
  /// A host that fetches nothing gets no more than this kept for it.
  static let mostOutput = 262_144

  init(_ profile: USBProfile, faults: [USBFaultPlan] = []) {
    self.profile = profile
    ports = Array(repeating: Port(), count: profile.portCount)
    clock = USBFaultClock(faults)
  }

  var isFull: Bool { pending.count >= Self.mostPending }

  /// As after power on; planned faults stay planned.
  mutating func reset() {
    configuration = 0
    ports = Array(repeating: Port(), count: profile.portCount)
    pending = []
    wasEmpty = false
  }

  /// The host asks for something.
  mutating func submit(_ transfer: USBTransfer) -> [Output] {
    if transfer.endpoint == 0 { return control(transfer) }
    guard configuration != 0, let end = end(transfer) else { return [.completed(.stall(transfer))] }
    switch end {
    case .interrupt(let port) where transfer.isIn:
      pending.append(transfer)
      return notify(port)
    case .bulk(let port):
      guard !isHalted(port, in: transfer.isIn) else { return [.completed(.stall(transfer))] }
      pending.append(transfer)
      return move()
    case .interrupt: return [.completed(.stall(transfer))]
    }
  }

  /// The host does not want it any more. False: it was answered already, or never asked.
  mutating func unlink(_ sequence: UInt32) -> Bool {
    guard let index = pending.firstIndex(where: { $0.sequence == sequence }) else { return false }
    pending.remove(at: index)
    return true
  }

  /// The terminal says something.
  mutating func send(_ bytes: [UInt8], port: Int) -> [Output] {
    guard ports.indices.contains(port), ports[port].output.count + bytes.count <= Self.mostOutput else {
      return []
    }
    ports[port].output += bytes
    return move()
  }

  /// What was written for a register that is gone is not the next one's.
  mutating func dropOutput(port: Int) {
    if ports.indices.contains(port) { ports[port].output = [] }
  }

  /// A fault begins, now.
  mutating func begin(_ fault: USBFault) -> [Output] {
    let told = Output.told(.fault(fault))
    switch fault {
    case .unplug(let back): return [told, .unplug(back: back)]
    case .stall: return [told] + halt()
    case .endlessNAK: isDeaf = true
    case .shortPackets(let count): longestPacket = max(1, count)
    case .zeroLengthPackets: sendsEmpty = true
    case .healed:
      (isDeaf, longestPacket, sendsEmpty, wasEmpty) = (false, Int.max, false, false)
      return [told] + move()
    }
    return [told]
  }

  /// What is due by the plan already; to be called when the device can be had.
  mutating func beginDue() -> [Output] {
    var outputs: [Output] = []
    while let fault = clock.due() { outputs += begin(fault) }
    return outputs
  }

  // MARK: bytes

  /// What an endpoint of a port is for.
  private enum End {
    case interrupt(Int)
    case bulk(Int)
  }

  private func end(_ transfer: USBTransfer) -> End? {
    for port in ports.indices {
      if transfer.endpoint == profile.bulkEndpoint(port) { return .bulk(port) }
      if !profile.isVendor, transfer.endpoint == profile.interruptEndpoint(port) { return .interrupt(port) }
    }
    return nil
  }

  private func isHalted(_ port: Int, in isIn: Bool) -> Bool {
    isIn ? ports[port].isInHalted : ports[port].isOutHalted
  }

  /// Everything stalls; what waits hears of it.
  private mutating func halt() -> [Output] {
    for port in ports.indices { (ports[port].isInHalted, ports[port].isOutHalted) = (true, true) }
    let waiting = pending.filter { if case .bulk = end($0) { true } else { false } }
    pending.removeAll { transfer in waiting.contains { $0.sequence == transfer.sequence } }
    return waiting.map { .completed(.stall($0)) }
  }

  /// Does what can be done of what the host waits for, in its order.
  private mutating func move() -> [Output] {
    var outputs: [Output] = []
    while !isDeaf, let index = pending.firstIndex(where: canMove) {
      let transfer = pending.remove(at: index)
      guard case .bulk(let port) = end(transfer) else { continue }
      outputs += transfer.isIn ? give(transfer, port) : take(transfer, port)
      outputs += beginDue()
      // Nothing more goes over a cable that is out.
      if outputs.contains(where: \.isUnplug) { break }
    }
    return outputs
  }

  private func canMove(_ transfer: USBTransfer) -> Bool {
    guard case .bulk(let port) = end(transfer) else { return false }
    return !transfer.isIn || !ports[port].output.isEmpty
  }

  private mutating func give(_ transfer: USBTransfer, _ port: Int) -> [Output] {
    if sendsEmpty, !wasEmpty {
      wasEmpty = true
      return [.completed(.gave(transfer, []))]
    }
    wasEmpty = false
    let most = ports[port].output.prefix(min(longestPacket, transfer.length))
    let count = clock.pass(most, fromHost: false)
    let bytes = Array(most.prefix(count))
    ports[port].output.removeFirst(count)
    return [.completed(.gave(transfer, bytes))]
  }

  /// A fault that is due in the middle of it leaves the terminal with the first part.
  private mutating func take(_ transfer: USBTransfer, _ port: Int) -> [Output] {
    let count = clock.pass(transfer.data, fromHost: true)
    let received = count == 0 ? [] : [Output.received(port: port, Array(transfer.data.prefix(count)))]
    guard count < transfer.data.count else {
      return received + [.completed(.took(transfer, transfer.length))]
    }
    let faults = beginDue()
    if faults.contains(where: \.isUnplug) { return received + faults }
    if ports[port].isOutHalted { return received + faults + [.completed(.stall(transfer, count))] }
    var rest = transfer
    rest.data.removeFirst(count)
    pending.insert(rest, at: 0)
    return received + faults
  }

  /// The first who waits for news of a port's modem lines gets them.
  mutating func notify(_ port: Int) -> [Output] {
    let endpoint = profile.interruptEndpoint(port)
    guard let notice = ports[port].notice,
      let index = pending.firstIndex(where: { $0.endpoint == endpoint && $0.isIn })
    else { return [] }
    ports[port].notice = nil
    return [.completed(.gave(pending.remove(at: index), notice))]
  }
}

extension USBDevice.Output {
  fileprivate var isUnplug: Bool { if case .unplug = self { true } else { false } }
}
