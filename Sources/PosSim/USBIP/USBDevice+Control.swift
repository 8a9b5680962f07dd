/// Requests to endpoint 0: USB 2.0 chapter 9.4, and PSTN 1.2 chapter 6.3.
extension USBDevice {
  /// A request's eight bytes.
  struct Setup {
    let type: UInt8, request: UInt8
    let value: UInt16, index: UInt16, length: UInt16

    init?(_ bytes: [UInt8]) {
      guard bytes.count == 8 else { return nil }
      let word = { (at: Int) in UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8 }
      (type, request) = (bytes[0], bytes[1])
      (value, index, length) = (word(2), word(4), word(6))
    }
  }

  mutating func control(_ transfer: USBTransfer) -> [Output] {
    guard let setup = Setup(transfer.setup) else { return [.completed(.stall(transfer))] }
    var events: [Output] = []
    let answer: [UInt8]?
    switch setup.type & 0x60 {
    case 0x00: answer = standard(setup, &events)
    case 0x20: answer = ofClass(setup, transfer.data, &events)
    default: answer = nil
    }
    guard let answer, transfer.isIn == (setup.type & 0x80 != 0) else {
      return [.completed(.stall(transfer))]
    }
    guard transfer.isIn else { return [.completed(.took(transfer))] + events }
    return [.completed(.gave(transfer, Array(answer.prefix(Int(setup.length)))))] + events
  }

  /// Nil: stalls.
  private mutating func standard(_ setup: Setup, _ events: inout [Output]) -> [UInt8]? {
    switch (setup.type, setup.request) {
    case (0x80, 0x06): return descriptor(setup.value)
    case (0x80, 0x00): return [1, 0]
    case (0x81, 0x00): return [0, 0]
    case (0x82, 0x00): return haltStatus(setup.index).map { [$0 ? 1 : 0, 0] }
    case (0x02, 0x01) where setup.value == 0: return clearHalt(setup.index) ? [] : nil
    case (0x02, 0x03) where setup.value == 0: return setHalt(setup.index, true) ? [] : nil
    // The address: the host's own controller has given it already.
    case (0x00, 0x05): return []
    case (0x80, 0x08): return [configuration]
    case (0x00, 0x09): return configure(setup.value, &events)
    case (0x81, 0x0A): return hasInterface(setup.index) ? [0] : nil
    case (0x01, 0x0B): return hasInterface(setup.index) && setup.value == 0 ? [] : nil
    default: return nil
    }
  }

  private func descriptor(_ value: UInt16) -> [UInt8]? {
    let index = UInt8(truncatingIfNeeded: value)
    switch (value >> 8, index) {
    case (1, 0): return profile.deviceDescriptor
    case (2, 0): return profile.configurationDescriptor
    case (3, _): return profile.stringDescriptor(index)
    case (6, 0): return profile.qualifierDescriptor
    default: return nil
    }
  }

  private func hasInterface(_ index: UInt16) -> Bool { configuration != 0 && index < profile.interfaceCount }

  private mutating func configure(_ value: UInt16, _ events: inout [Output]) -> [UInt8]? {
    guard value <= 1 else { return nil }
    configuration = UInt8(value)
    for port in ports.indices { ports[port] = Port() }
    events.append(.told(.configured(configuration)))
    return []
  }

  // MARK: halts

  private func haltStatus(_ index: UInt16) -> Bool? {
    guard let port = bulkPort(index) else { return interruptPort(index) == nil ? nil : false }
    return index & 0x80 != 0 ? ports[port].isInHalted : ports[port].isOutHalted
  }

  private mutating func clearHalt(_ index: UInt16) -> Bool {
    setHalt(index, false) || interruptPort(index) != nil
  }

  private mutating func setHalt(_ index: UInt16, _ isHalted: Bool) -> Bool {
    guard let port = bulkPort(index) else { return false }
    if index & 0x80 != 0 { ports[port].isInHalted = isHalted } else { ports[port].isOutHalted = isHalted }
    return true
  }

  private func bulkPort(_ index: UInt16) -> Int? {
    ports.indices.first { index & 0xFF7F == UInt16(profile.bulkEndpoint($0)) }
  }

  private func interruptPort(_ index: UInt16) -> Int? {
    guard !profile.isVendor else { return nil }
    return ports.indices.first { index == 0x80 | UInt16(profile.interruptEndpoint($0)) }
  }

  // MARK: the class

  private mutating func ofClass(_ setup: Setup, _ data: [UInt8], _ events: inout [Output]) -> [UInt8]? {
    guard !profile.isVendor,
      let port = ports.indices.first(where: { setup.index == UInt16(profile.controlInterface($0)) })
    else { return nil }
    switch (setup.type, setup.request) {
    case (0x21, 0x20):
      guard let coding = USBLineCoding(data) else { return nil }
      ports[port].coding = coding
      events.append(.told(.lineCoding(port: port, coding)))
      return []
    case (0xA1, 0x21): return ports[port].coding.bytes
    case (0x21, 0x22): return setLines(port, setup.value, &events)
    case (0x21, 0x23):
      events.append(.told(.sendBreak(port: port, milliseconds: setup.value)))
      return []
    default: return nil
    }
  }

  /// A terminal answers DTR with DSR and carrier, and keeps both up: Linux would take a falling carrier for
  /// a hang-up.
  private mutating func setLines(_ port: Int, _ value: UInt16, _ events: inout [Output]) -> [UInt8] {
    let (dtr, rts) = (value & 1 != 0, value & 2 != 0)
    if dtr, !ports[port].dtr {
      let interface = profile.controlInterface(port)
      ports[port].notice = [0xA1, 0x20, 0, 0, interface, 0, 2, 0, 0x03, 0]
    }
    (ports[port].dtr, ports[port].rts) = (dtr, rts)
    events.append(.told(.controlLines(port: port, dtr: dtr, rts: rts)))
    events += notify(port)
    return []
  }
}
