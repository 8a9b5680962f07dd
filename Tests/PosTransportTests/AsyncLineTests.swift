import Testing

@testable import PosTransport

@Suite(.timeLimit(.minutes(1))) struct AsyncLineTests {
  let queue = LineQueue()

  func opened(limit: Int = 65_536) async throws -> (AsyncLine, PseudoTerminal, any Line, LineProbe) {
    let terminal = try await PseudoTerminal.open(onLine: queue.accept)
    let line = try await AsyncLine.open(terminal.address.description, limit: limit)
    let (server, heard) = await queue.next()
    return (line, terminal, server, heard)
  }

  @Test func bytesPassBothWays() async throws {
    let (line, terminal, server, heard) = try await opened()
    try await line.write([1, 2, 3])
    try await line.drain()
    #expect(await heard.received(3) == [1, 2, 3])
    #expect(await server.send([4]))
    #expect(try await line.read() == [4])
    await line.close()
    await terminal.close()
  }

  @Test func theSequenceEndsWithTheLineAfterItsLastByte() async throws {
    let (near, far) = MemoryLine.pair(on: .next())
    let line = AsyncLine(near)
    await far.loop.run {
      _ = far.write([1])
      _ = far.write([2, 3])
      far.close()
    }
    var all: [UInt8] = []
    for await piece in line.bytes { all += piece }
    #expect(all == [1, 2, 3])
    #expect(await line.ending == .disconnected)
    await #expect(throws: LineError.closed(.disconnected)) { try await line.read() }
    await #expect(throws: LineError.closed(.disconnected)) { try await line.write([1]) }
  }

  @Test func aWaitEndsWithItsTimeAndLosesNothing() async throws {
    let (near, far) = MemoryLine.pair(on: .next())
    let line = AsyncLine(near)
    await #expect(throws: LineError.timedOut) { try await line.read(within: .milliseconds(20)) }
    #expect(await far.send([7]))
    #expect(try await line.read(within: .seconds(30)) == [7])
  }

  @Test func aCancelledTaskStopsWaitingAndLosesNothing() async throws {
    let (near, far) = MemoryLine.pair(on: .next())
    let line = AsyncLine(near)
    let waiting = Task { try await line.read() }
    waiting.cancel()
    await #expect(throws: LineError.cancelled) { try await waiting.value }
    let iterating = Task { await line.bytes.first { _ in true } }
    iterating.cancel()
    #expect(await iterating.value == nil)
    #expect(await far.send([7]))
    #expect(try await line.read() == [7])
  }

  @Test func aHangUpWakesEverybodyWhoWaits() async throws {
    let (line, terminal, server, _) = try await opened()
    let waiting = (0..<3).map { _ in Task { try await line.read() } }
    await server.end()
    for task in waiting {
      await #expect(throws: LineError.closed(.disconnected)) { try await task.value }
    }
    await terminal.close()
  }

  /// A program that reads nothing holds the other side up, and has everything when it reads again.
  @Test func whatNobodyReadsIsHeldUpAndNotLost() async throws {
    let listener = try await TCPListener.open(host: "127.0.0.1", port: 0, onLine: queue.accept)
    let line = try await AsyncLine.open(listener.address.description, limit: 1000)
    let (server, _) = await queue.next()
    let wanted = (0..<20_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &>> 3) }
    #expect(await server.send(wanted))
    let backlog = { await server.loop.value { (server as? any PausableLine)?.backlog ?? 0 } }
    #expect(await backlog() > 0, "the system takes no more")
    var got: [UInt8] = []
    while got.count < wanted.count { got += try await line.read(within: .seconds(30)) }
    #expect(got == wanted)
    await listener.close()
  }

  /// Where nobody can be held up the bound holds all the same.
  @Test func aLineThatCannotBeHeldUpEnds() async throws {
    let (near, far) = MemoryLine.pair(on: .next())
    let line = AsyncLine(PlainLine(near), limit: 100)
    for _ in 0..<20 { _ = await far.send([UInt8](repeating: 1, count: 10)) }
    await far.end()
    var count = 0
    for await piece in line.bytes { count += piece.count }
    #expect(await line.ending == .closedHere)
    #expect(count == 100)
  }

  @Test func aLineThatNobodyHoldsIsClosed() async throws {
    let (near, far) = MemoryLine.pair(on: .next())
    let probe = LineProbe()
    await far.begin(probe)
    do {
      let line = AsyncLine(near)
      try await line.write([1])
    }
    #expect(await probe.closed() == .disconnected)
    #expect(probe.bytes == [1])
  }
}

/// A line that cannot be asked to wait.
private final class PlainLine: Line {
  private let line: MemoryLine
  var loop: LineLoop { line.loop }

  init(_ line: MemoryLine) { self.line = line }

  func start(_ client: any LineClient) { line.start(client) }
  func write(_ bytes: [UInt8]) -> Bool { line.write(bytes) }
  func dropInput() { line.dropInput() }
  func close() { line.close() }
}
