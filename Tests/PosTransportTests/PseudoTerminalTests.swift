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
      self == .best ? PseudoTerminalHost.anyWatch : { PseudoTerminalWatcher($0, $1) }
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

  /// What is not served may not fill the memory.
  @Test func aRegisterThatFloodsALineNobodyStartedIsHungUpOn() async throws {
    let terminal = try await PseudoTerminal.open { _ in }
    let line = try await terminal.address.open(on: loop)
    let probe = LineProbe()
    await line.begin(probe)
    for _ in 0..<40 { _ = await line.send([UInt8](repeating: 1, count: 4096)) }
    #expect(await probe.closed() == .disconnected)
    await line.end()
    await terminal.close()
  }

  /// Openings that nobody told of, and closings that nobody opened, leave no ghost behind.
  @Test func comingAndGoingManyTimesAtOnceLeavesNobody() async throws {
    let terminal = try await PseudoTerminal.open(onLine: queue.accept)
    guard case .serial(let path, _) = terminal.address else { return }
    for _ in 0..<300 {
      let first = systemOpen(path, O_RDWR | O_NOCTTY | O_NONBLOCK)
      let second = systemOpen(path, O_RDWR | O_NOCTTY | O_NONBLOCK)
      _ = systemWrite(second, [1, 2], 2)
      systemClose(first)
      systemClose(second)
    }
    let line = try await terminal.address.open(on: loop)
    let probe = LineProbe()
    await line.begin(probe)
    #expect(await line.send([9, 9, 9]))
    var (server, heard) = await queue.next()
    while await heard.received(3).suffix(3) != [9, 9, 9] { (server, heard) = await queue.next() }
    #expect(await server.send([4]))
    #expect(await probe.received(1) == [4])
    await line.end()
    await terminal.close()
  }
}
