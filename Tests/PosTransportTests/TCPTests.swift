import PosTransport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite(.timeLimit(.minutes(1))) struct TCPTests {
  let queue = LineQueue()
  let loop = LineLoop.next()

  func listener(host: String = "127.0.0.1") async throws -> TCPListener {
    try await TCPListener.open(host: host, port: 0, onLine: queue.accept)
  }

  func connected(to listener: TCPListener) async throws -> (any Line, LineProbe) {
    let line = try await listener.address.open(on: loop)
    let probe = LineProbe()
    await line.begin(probe)
    return (line, probe)
  }

  @Test(arguments: ["127.0.0.1", "::1"])
  func bytesPassBothWays(host: String) async throws {
    let listener = try await listener(host: host)
    let (line, probe) = try await connected(to: listener)
    let (server, heard) = await queue.next()
    #expect(await line.send([1, 2, 3]))
    #expect(await heard.received(3) == [1, 2, 3])
    #expect(await server.send([4, 5]))
    #expect(await probe.received(2) == [4, 5])
    await line.end()
    #expect(await probe.closed() == .closedHere)
    #expect(await heard.closed() == .disconnected)
    #expect(await !line.send([6]))
    await listener.close()
  }

  @Test func anEndOfFileIsADisconnectAfterTheLastByte() async throws {
    let listener = try await listener()
    let (_, probe) = try await connected(to: listener)
    let (server, _) = await queue.next()
    await server.loop.run {
      _ = server.write([7, 8, 9])
      server.close()
    }
    #expect(await probe.closed() == .disconnected)
    #expect(probe.bytes == [7, 8, 9])
    await listener.close()
  }

  /// The system keeps some megabytes for one that takes nothing, we keep one more; then it is no peer.
  @Test func aPeerThatTakesNothingFillsNoMemory() async throws {
    let listener = try await listener()
    let line = AsyncLine(try await listener.address.open(on: loop), limit: 1)
    let (server, heard) = await queue.next()
    let piece = [UInt8](repeating: 7, count: 65_536)
    var count = 0
    while count < 4000, await server.send(piece) { count += 1 }
    #expect(count < 4000 && count > 16)
    #expect(await heard.closed() == .failed(ENOBUFS))
    await line.close()
    await listener.close()
  }

  @Test func nobodyListensIsRefused() async throws {
    let nobody = try SilentHost(listens: false)
    await #expect(throws: TransportError.refused(nobody.address.description)) {
      try await nobody.address.open(on: loop)
    }
    withExtendedLifetime(nobody) {}  // Else the port may be another test's by then.
  }

  @Test func aPortInUseIsSaidSo() async throws {
    let first = try await listener()
    guard case .tcp(let host, let port) = first.address else { return }
    await #expect(throws: TransportError.inUse(first.address.description)) {
      try await TCPListener.open(host: host, port: port) { _ in }
    }
    await first.close()
  }

  @Test func aHostThatIsNoneIsNotFound() async throws {
    let address = LineAddress.tcp(host: "no-such-host.invalid", port: 1)
    await #expect(throws: TransportError.notFound("\(address): no such host")) {
      try await address.open(on: loop)
    }
  }

  /// A server whose queue of connections is full answers nothing.
  @Test func aSilentHostTimesOut() async throws {
    let silent = try SilentHost()
    await #expect(throws: TransportError.timedOut(silent.address.description)) {
      try await silent.address.open(on: loop, connectTimeout: .milliseconds(150))
    }
  }

  @Test func bytesBeforeStartAreKept() async throws {
    let listener = try await listener()
    let line = try await listener.address.open(on: loop)
    let (server, _) = await queue.next()
    #expect(await server.send([1, 2]))
    await server.end()
    let probe = LineProbe()
    await line.begin(probe)
    #expect(await probe.closed() == .disconnected)
    #expect(probe.bytes == [1, 2])
    await listener.close()
  }

  /// A reader that restarted while nothing was going on: known before the next command, not by it.
  @Test func aResetIsADisconnectAtOnce() async throws {
    let server = try RawServer()
    let line = try await server.address.open(on: loop)
    let probe = LineProbe()
    await line.begin(probe)
    try server.take()
    server.reset()
    #expect(await probe.closed() == .disconnected)
    #expect(await !line.send([1]), "not a byte leaves")
  }

  @Test func aHostOfSeveralAddressesIsTriedAtAll() async throws {
    let listener = try await listener()
    guard case .tcp(_, let port) = listener.address else { return }
    let line = try await LineAddress.tcp(host: "localhost", port: port).open(on: loop)
    await line.end()
    await listener.close()
    let nobody = try SilentHost(listens: false)
    guard case .tcp(_, let silent) = nobody.address else { return }
    await #expect(throws: TransportError.refused("tcp:localhost:\(silent)")) {
      try await LineAddress.tcp(host: "localhost", port: silent).open(on: loop)
    }
    withExtendedLifetime(nobody) {}
  }

  @Test func anAddressOfAnotherMachineIsSaidSo() async throws {
    let text = "tcp:192.0.2.1:0: this machine has no such address"
    await #expect(throws: TransportError.notFound(text)) {
      try await TCPListener.open(host: "192.0.2.1", port: 0) { _ in }
    }
  }

  #if canImport(Glibc)
    /// Half-open: the peer lost its power, and nobody says so.
    @Test func aPeerThatVanishedIsFoundOutWithoutAWord() async throws {
      let server = try RawServer()
      let liveness = TCPLiveness(idle: 1, interval: 1, count: 2, unacknowledged: 3)
      let line = try await server.address.open(on: loop, liveness: liveness)
      let probe = LineProbe()
      await line.begin(probe)
      try server.take()
      try server.vanish()
      await loop.run { [loop] in
        _ = loop.schedule(at: loop.now + .seconds(40)) { line.close() }
      }
      #expect(await probe.closed() == .disconnected)
    }

    @Test func bytesThatNobodyAcknowledgesEndTheLine() async throws {
      let server = try RawServer()
      let liveness = TCPLiveness(idle: 3600, interval: 60, count: 9, unacknowledged: 1)
      let line = try await server.address.open(on: loop, liveness: liveness)
      let probe = LineProbe()
      await line.begin(probe)
      try server.take()
      try server.vanish()
      #expect(await line.send([1, 2, 3]), "the system takes them")
      // So that the test ends if the safeguard is gone; the protocol's own time is a thousand seconds.
      await loop.run { [loop] in
        _ = loop.schedule(at: loop.now + .seconds(30)) { line.close() }
      }
      #expect(await probe.closed() == .disconnected)
    }
  #endif
}
