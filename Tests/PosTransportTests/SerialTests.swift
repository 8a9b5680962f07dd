import Testing

@testable import PosTransport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite(.timeLimit(.minutes(1))) struct SerialTests {
  let queue = LineQueue()
  let loop = LineLoop.next()

  func opened(_ terminal: PseudoTerminal) async throws -> (any Line, LineProbe) {
    let line = try await terminal.address.open(on: loop)
    let probe = LineProbe()
    await line.begin(probe)
    return (line, probe)
  }

  @Test func everyByteValuePassesBothWays() async throws {
    let terminal = try await PseudoTerminal.open(onLine: queue.accept)
    let (line, probe) = try await opened(terminal)
    let all = Array(UInt8.min...UInt8.max)
    #expect(await line.send(all))
    let (server, heard) = await queue.next()
    #expect(await heard.received(256) == all)
    #expect(await server.send(all))
    #expect(await probe.received(256) == all)
    #expect(heard.bytes == all)
    await terminal.close()
  }

  @Test func eachRegisterGetsALineOfItsOwn() async throws {
    let terminal = try await PseudoTerminal.open(onLine: queue.accept)
    for byte in UInt8(0)..<5 {
      let (line, _) = try await opened(terminal)
      #expect(await line.send([byte]))
      await line.end()
      let (server, heard) = await queue.next()
      #expect(await heard.closed() == .disconnected)
      #expect(heard.bytes == [byte])
      #expect(await !server.send([1]))
    }
    await terminal.close()
  }

  /// A register that comes back at once, before anybody has seen it go.
  @Test func registersThatComeAndGoAtOnceBreakNothing() async throws {
    let terminal = try await PseudoTerminal.open(onLine: queue.accept)
    guard case .serial(let path, _) = terminal.address else { return }
    for _ in 0..<500 {
      let port = try SerialPort.open(path, SerialSettings())
      port.release()
    }
    let (line, probe) = try await opened(terminal)
    #expect(await line.send([1, 2, 3]))
    var (server, heard) = await queue.next()
    while await heard.received(3) != [1, 2, 3] { (server, heard) = await queue.next() }
    #expect(await server.send([4]))
    #expect(await probe.received(1) == [4])
    await terminal.close()
  }

  @Test func aHangUpOfTheTerminalIsADisconnectAtOnce() async throws {
    let terminal = try await PseudoTerminal.open(onLine: queue.accept)
    for _ in 0..<3 {
      let (line, probe) = try await opened(terminal)
      let (server, heard) = await queue.next()
      #expect(await server.send([1]))
      #expect(await probe.received(1) == [1])
      await server.end()
      #expect(await probe.closed() == .disconnected)
      #expect(await heard.closed() == .closedHere)
      #expect(await !line.send([1]))
    }
    await terminal.close()
  }

  @Test func closingTheTerminalHangsUpAndRemovesTheLink() async throws {
    let terminal = try await PseudoTerminal.open(onLine: queue.accept)
    let (_, probe) = try await opened(terminal)
    _ = await queue.next()
    await terminal.close()
    #expect(await probe.closed() == .disconnected)
    guard case .serial(let path, _) = terminal.address else { return }
    await #expect(throws: TransportError.notFound("\(path): No such file or directory")) {
      try await terminal.address.open(on: loop)
    }
  }

  @Test func staleBytesAreNotReadByTheNextWhoOpens() async throws {
    let folder = try TemporaryFolder()
    let pair = try PseudoTerminalPair(link: folder.path("tty"))
    try pair.publish()
    #expect(pair.write([1, 2, 3]) == 3)
    let line = try await LineAddress.serial(path: pair.path, settings: SerialSettings()).open(on: loop)
    let probe = LineProbe()
    await line.begin(probe)
    #expect(pair.write([4]) == 1)
    #expect(await probe.received(1) == [4])
    await line.end()
  }

  @Test(arguments: [300, 9600, 31_250, 115_200, 250_000, 1_234_567])
  func anyBaudIsSetAndReadBack(baud: Int) async throws {
    let terminal = try await PseudoTerminal.open(onLine: queue.accept)
    guard case .serial(let path, _) = terminal.address else { return }
    let port = try SerialPort.open(path, SerialSettings(baud: baud, parity: .even))
    #expect(try port.actualSettings().baud == baud)
    port.release()
    await terminal.close()
  }

  @Test func aPortThatIsHeldIsInUseAndItsHolderNamed() async throws {
    let terminal = try await PseudoTerminal.open(onLine: queue.accept)
    guard case .serial(let path, _) = terminal.address else { return }
    let holder = try HolderProcess(locking: path)
    await holder.hasLocked()
    await #expect(throws: TransportError.inUse("\(path), held by process \(holder.pid) (python3)")) {
      try await terminal.address.open(on: loop)
    }
    holder.end()
    let (line, _) = try await opened(terminal)
    await line.end()
    await terminal.close()
  }

  /// The death of a register's process is a hang-up like any other.
  @Test func aKilledRegisterEndsItsLine() async throws {
    let terminal = try await PseudoTerminal.open(onLine: queue.accept)
    guard case .serial(let path, _) = terminal.address else { return }
    let holder = try HolderProcess(locking: path)
    let (_, heard) = await queue.next()
    holder.end()
    #expect(await heard.closed() == .disconnected)
    await terminal.close()
  }

  @Test func whatIsNoSerialLineIsSaidSo() async throws {
    let folder = try TemporaryFolder()
    for path in ["/dev/null", folder.path(""), "/etc/passwd"] {
      await #expect(throws: TransportError.notSerial(path)) {
        try await LineAddress.serial(path: path, settings: SerialSettings()).open(on: loop)
      }
    }
  }

  @Test func noPermissionIsSaidSo() async throws {
    let terminal = try await PseudoTerminal.open(onLine: queue.accept)
    guard case .serial(let path, _) = terminal.address else { return }
    #expect(chmod(path, 0) == 0)
    #expect(throws: TransportError.noPermission(path)) {
      try OtherUser.run { () throws(TransportError) in _ = try SerialPort.open(path, SerialSettings()) }
    }
    await terminal.close()
  }

  @Test func aStaleLinkIsReplacedAndAFileIsNot() async throws {
    let folder = try TemporaryFolder()
    let link = folder.path("terminal")
    #expect(symlink("/dev/pts/does-not-exist", link) == 0)
    let terminal = try await PseudoTerminal.open(link: link, onLine: queue.accept)
    let (line, _) = try await opened(terminal)
    await line.end()
    await terminal.close()
    let descriptor = open(link, O_CREAT | O_WRONLY, 0o600)
    close(descriptor)
    await #expect(throws: TransportError.inUse("\(link), a file that is no link")) {
      try await PseudoTerminal.open(link: link, onLine: queue.accept)
    }
    #expect(access(link, F_OK) == 0)
    let nowhere = folder.path("missing/terminal")
    await #expect(throws: TransportError.notFound("\(nowhere): No such file or directory")) {
      try await PseudoTerminal.open(link: nowhere, onLine: queue.accept)
    }
  }

  /// A pseudo-terminal has no control wires, which is no error.
  @Test func wiresThatAreNotThereAreNoError() async throws {
    let terminal = try await PseudoTerminal.open(onLine: queue.accept)
    guard case .serial(let path, var settings) = terminal.address else { return }
    (settings.dtr, settings.rts, settings.hangsUp) = (true, false, true)
    let line = try await LineAddress.serial(path: path, settings: settings).open(on: loop)
    let control = try #require(TracingLine(line, observer: Silent()).control)
    await loop.run {
      #expect(!control.setDTR(false) && !control.setRTS(true))
      #expect(control.modemLines() == nil && !control.isLowLatency)
      #expect(control.actualSettings()?.baud == 9600)
      line.close()
      #expect(!control.setDTR(true))
    }
    #expect(
      try await TCPListener.open(host: "127.0.0.1", port: 0) { _ in }.address.open(on: loop).control == nil)
    await terminal.close()
  }

  @Test func drainingWaitsForTheLastByteAndEndsWithTheLine() async throws {
    let terminal = try await PseudoTerminal.open(onLine: queue.accept)
    let (line, _) = try await opened(terminal)
    let control = try #require(line.control)
    let (server, heard) = await queue.next()
    #expect(await line.send([UInt8](repeating: 7, count: 100_000)))
    try await control.drain()
    #expect(await heard.received(100_000).count == 100_000)
    await server.end()
    await #expect(throws: LineError.self) { while true { try await control.drain() } }
    await terminal.close()
  }

  /// Nobody reads: the queue of the system is full, and stays so.
  @Test func drainingCanBeCancelledAndItsOutputDropped() async throws {
    let folder = try TemporaryFolder()
    let pair = try PseudoTerminalPair(link: folder.path("tty"))
    try pair.publish()
    let line = try await LineAddress.serial(path: pair.path, settings: SerialSettings()).open(on: loop)
    let control = try #require(line.control)
    #expect(await line.send([UInt8](repeating: 7, count: 1_000_000)))
    let draining = Task { try await control.drain() }
    try await Task.sleep(for: .milliseconds(50))
    draining.cancel()
    await #expect(throws: LineError.cancelled) { try await draining.value }
    await loop.run { control.dropOutput() }
    await line.end()
  }

  @Test func whatTheDriverCannotDoIsSaidWithWhatItMadeOfIt() async throws {
    let terminal = try await PseudoTerminal.open(onLine: queue.accept)
    guard case .serial(let path, _) = terminal.address else { return }
    let port = try SerialPort.open(path, SerialSettings(baud: 115_200, stopBits: 1))
    #expect(throws: TransportError.badSettings("\(path) takes no 9600 8E2; its driver made 115200 8N1 of it"))
    {
      try port.check(SerialSettings(baud: 9600, stopBits: 2, parity: .even), path)
    }
    try port.check(SerialSettings(baud: 116_000, stopBits: 1), path)
    port.release()
    await terminal.close()
  }
}

/// Watches and says nothing.
private final class Silent: LineObserver {
  func lineSent(_ bytes: [UInt8], at time: Duration) {}
  func lineReceived(_ bytes: [UInt8], at time: Duration) {}
  func lineClosed(_ reason: LineClosure, at time: Duration) {}
}
