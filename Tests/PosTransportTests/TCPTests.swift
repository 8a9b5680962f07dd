import PosTransport
import Testing

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
}
