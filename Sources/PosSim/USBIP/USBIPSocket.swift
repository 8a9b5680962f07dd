import PosTransport

/// A device in its socket: whether it is plugged in, which host has it, and the register behind the host.
///
/// A register is there from DTR until DTR goes. One that sends without DTR, as programs do that know no
/// class, is there until the host lets go of the device.
///
/// Unchecked: all state is touched on the loop only.
final class USBIPSocket: @unchecked Sendable {
  let entry: USBIPReply.Entry
  /// Called when the device is there, again.
  var onPlugIn: (@Sendable () -> Void)?
  private let export: USBExport
  private let loop: LineLoop
  private let report: @Sendable (USBEvent) -> Void
  private var device: USBDevice
  private(set) var isPluggedIn = false
  private var host: USBIPConnection?
  private var register: MemoryLine?
  private var isFirst = true

  init(
    _ export: USBExport, number: Int, on loop: LineLoop, report: @escaping @Sendable (USBEvent) -> Void
  ) {
    (self.export, self.loop, self.report) = (export, loop, report)
    entry = USBIPReply.Entry(profile: export.profile, number: number)
    device = USBDevice(export.profile, faults: export.faults)
  }

  var isFree: Bool { isPluggedIn && host == nil }

  // MARK: the cable

  func plugIn() {
    guard !isPluggedIn else { return }
    device.reset()
    isPluggedIn = true
    report(.pluggedIn)
    if isFirst { schedule() }
    isFirst = false
    perform(device.beginDue())
    if isPluggedIn { onPlugIn?() }
  }

  /// - Parameter back: when it is plugged in again; nil: never.
  func unplug(back: Duration?) {
    guard isPluggedIn else { return }
    isPluggedIn = false
    let host = host
    self.host = nil
    host?.hangUp()
    endRegister()
    report(.unplugged)
    guard let back else { return }
    loop.schedule(at: loop.now + back) { [weak self] in self?.plugIn() }
  }

  func begin(_ fault: USBFault) { if isPluggedIn { perform(device.begin(fault)) } }

  private func schedule() {
    for case (let fault, .time(let delay)) in export.faults.map({ ($0.fault, $0.moment) }) {
      loop.schedule(at: loop.now + delay) { [weak self] in self?.begin(fault) }
    }
  }

  // MARK: the host

  /// False: it is not there, or another host has it.
  func take(_ connection: USBIPConnection) -> Bool {
    guard isFree else { return false }
    device.reset()
    host = connection
    report(.taken)
    return true
  }

  func letGo(_ connection: USBIPConnection) {
    guard host === connection else { return }
    host = nil
    device.reset()
    endRegister()
    report(.released)
  }

  func submit(_ transfer: USBTransfer, at offset: Int) throws(USBIPError) {
    guard !device.isFull else { throw .tooManyRequests(offset: offset) }
    guard !device.pending.contains(where: { $0.sequence == transfer.sequence }) else {
      throw .repeatedSequence(transfer.sequence, offset: offset)
    }
    perform(device.submit(transfer))
  }

  func unlink(_ sequence: UInt32) -> Bool { device.unlink(sequence) }

  private func perform(_ outputs: [USBDevice.Output]) {
    for output in outputs {
      switch output {
      case .completed(let completion): host?.reply(USBIPReply.completed(completion))
      case .received(let port, let bytes): if port == entry.profile.terminalPort { hear(bytes) }
      case .told(let event): hear(event)
      case .unplug(let back): return unplug(back: back)
      }
    }
  }

  private func hear(_ event: USBEvent) {
    report(event)
    switch event {
    case .controlLines(entry.profile.terminalPort, let dtr, _): if dtr { welcome() } else { endRegister() }
    case .configured: endRegister()
    default: break
    }
  }

  // MARK: the register

  private func hear(_ bytes: [UInt8]) {
    welcome()
    _ = register?.write(bytes)
  }

  private func welcome() {
    guard register == nil else { return }
    let (near, far) = MemoryLine.pair(on: loop)
    register = near
    near.start(TerminalEar(socket: self, line: near))
    export.onLine(far)
  }

  private func endRegister() {
    let line = register
    register = nil
    line?.close()
    device.dropOutput(port: entry.profile.terminalPort)
  }

  fileprivate func say(_ bytes: [UInt8], on line: MemoryLine) {
    guard line === register else { return }
    perform(device.send(bytes, port: entry.profile.terminalPort))
  }

  /// The terminal hung up. On USB only leaving the bus does that.
  fileprivate func terminalLeft(_ line: MemoryLine) {
    guard line === register else { return }
    register = nil
    unplug(back: export.absence)
  }
}

/// Hears the terminal for a socket.
private final class TerminalEar: LineClient {
  private let socket: USBIPSocket
  private let line: MemoryLine

  init(socket: USBIPSocket, line: MemoryLine) { (self.socket, self.line) = (socket, line) }

  func lineReceived(_ bytes: [UInt8]) { socket.say(bytes, on: line) }

  func lineClosed(_ reason: LineClosure) { if reason != .closedHere { socket.terminalLeft(line) } }
}
