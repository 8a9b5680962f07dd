import Testing

@testable import PosTransport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The terminal's side, with each way of watching it.
@Suite(.timeLimit(.minutes(1))) struct PseudoTerminalTests {
  enum Way: String, CaseIterable, Sendable {
    case best, thread

    var watch: PseudoTerminalHost.MakeWatch {
      switch self {
      case .best: PseudoTerminalHost.anyWatch
      case .thread: { pair, loop in PseudoTerminalWatcher(pair, loop) }
      }
    }
  }

  let queue = LineQueue()
  let loop = LineLoop.next()

  #if canImport(Glibc)
    @Test func theBestWayHereNeedsNoThread() throws {
      let folder = try TemporaryFolder()
      let pair = try PseudoTerminalPair(link: folder.path("tty"))
      #expect(PseudoTerminalHost.anyWatch(pair, loop) is PseudoTerminalEar)
    }
  #endif

  @Test(arguments: Way.allCases)
  func bytesOfEachRegisterReachItsOwnLine(way: Way) async throws {
    let terminal = try await PseudoTerminal.open(watch: way.watch, onLine: queue.accept)
    for byte in UInt8(0)..<20 {
      let line = try await terminal.address.open(on: loop)
      await line.begin(LineProbe())
      #expect(await line.send([byte, byte]))
      await line.end()
      let (server, heard) = await queue.next()
      #expect(await heard.closed() == .disconnected)
      #expect(heard.bytes == [byte, byte])
      #expect(await !server.send([1]))
    }
    await terminal.close()
  }

  @Test(arguments: Way.allCases)
  func aRegisterThatSaysNothingIsSeen(way: Way) async throws {
    let terminal = try await PseudoTerminal.open(watch: way.watch, onLine: queue.accept)
    let line = try await terminal.address.open(on: loop)
    let probe = LineProbe()
    await line.begin(probe)
    let (server, heard) = await queue.next()
    #expect(await server.send([7]))
    #expect(await probe.received(1) == [7])
    await line.end()
    #expect(await heard.closed() == .disconnected)
    await terminal.close()
  }

  @Test(arguments: Way.allCases)
  func aHangUpHereIsHeardThereAndTheLinkLeadsToANewOne(way: Way) async throws {
    let terminal = try await PseudoTerminal.open(watch: way.watch, onLine: queue.accept)
    for _ in 0..<5 {
      let line = try await terminal.address.open(on: loop)
      let probe = LineProbe()
      await line.begin(probe)
      let (server, heard) = await queue.next()
      await server.end()
      #expect(await probe.closed() == .disconnected)
      #expect(await heard.closed() == .closedHere)
      await line.end()
    }
    await terminal.close()
  }

  @Test(arguments: Way.allCases)
  func muchPassesBothWaysWhole(way: Way) async throws {
    let terminal = try await PseudoTerminal.open(watch: way.watch, onLine: queue.accept)
    let line = try await terminal.address.open(on: loop)
    let probe = LineProbe()
    await line.begin(probe)
    let (server, heard) = await queue.next()
    let much = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    #expect(await server.send(much))
    #expect(await line.send(much))
    #expect(await probe.received(much.count) == much)
    #expect(await heard.received(much.count) == much)
    await line.end()
    await terminal.close()
  }

  /// It fills nobody's memory, and loses nothing.
  @Test(arguments: Way.allCases)
  func aRegisterThatFloodsALineNobodyStartedIsHeldUp(way: Way) async throws {
    let (lines, came) = AsyncStream.makeStream(of: (any Line).self)
    let terminal = try await PseudoTerminal.open(watch: way.watch) { came.yield($0) }
    let line = try await terminal.address.open(on: loop)
    await line.begin(LineProbe())
    let much = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }
    #expect(await line.send(much))
    var arrivals = lines.makeAsyncIterator()
    let server = try #require(await arrivals.next())
    try await Task.sleep(for: .milliseconds(200))
    let heard = LineProbe()
    await server.begin(heard)
    #expect(await heard.received(much.count) == much)
    await line.end()
    await terminal.close()
  }

  #if canImport(Glibc)
    /// The one who serves a pseudo-terminal keeps its other side open, and is not the one who holds it.
    @Test func whoServesAPortIsNotItsHolder() async throws {
      let terminal = try await PseudoTerminal.open(onLine: queue.accept)
      guard case .serial(let path, _) = terminal.address else { return }
      #expect(PortHolder().holder(of: path) == nil)
      let descriptor = systemOpen(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
      let holder = try HolderProcess(locking: path)
      await holder.hasLocked()
      #expect(PortHolder().holder(of: path) == "\(holder.pid) (python3)")
      holder.end()
      systemClose(descriptor)
      await terminal.close()
    }
  #endif

  /// After any storm of openings and closings the next register is served.
  @Test func comingAndGoingManyTimesAtOnceLocksNobodyOut() async throws {
    let terminal = try await PseudoTerminal.open { $0.start(Echo($0)) }
    guard case .serial(let path, _) = terminal.address else { return }
    for _ in 0..<300 {
      let first = systemOpen(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
      let second = systemOpen(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
      _ = systemWrite(second, [1, 2], 2)
      systemClose(first)
      systemClose(second)
    }
    let line = try await terminal.address.open(on: loop)
    let probe = LineProbe()
    await line.begin(probe)
    #expect(await line.send([9, 9, 9]))
    for _ in 0..<500 where probe.bytes.suffix(3) != [9, 9, 9] { try await Task.sleep(for: .milliseconds(20)) }
    #expect(probe.bytes.suffix(3) == [9, 9, 9])
    await line.end()
    await terminal.close()
  }
}

/// Says what it hears.
private final class Echo: LineClient {
  private let line: any Line

  init(_ line: any Line) { self.line = line }

  func lineReceived(_ bytes: [UInt8]) { _ = line.write(bytes) }

  func lineClosed(_ reason: LineClosure) {}
}
