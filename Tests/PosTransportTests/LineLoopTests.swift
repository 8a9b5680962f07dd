import PosTransport
import Testing

@Suite(.timeLimit(.minutes(1))) struct LineLoopTests {
  /// Lives on its loop, and is entered by a line's callbacks without a hop.
  actor Listener: LineClient {
    nonisolated let loop: LineLoop
    private(set) var bytes: [UInt8] = []
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(on loop: LineLoop) { self.loop = loop }

    nonisolated func lineReceived(_ bytes: [UInt8]) { assumeIsolated { $0.bytes += bytes } }
    nonisolated func lineClosed(_ reason: LineClosure) {}

    /// An actor's own code runs on the loop.
    func startsHere(_ line: any Line) {
      loop.checkIsolated()
      line.start(self)
      _ = line.write([9])
    }
  }

  @Test func anActorOnTheLoopIsEnteredByCallbacks() async {
    let loop = LineLoop.next()
    let listener = Listener(on: loop)
    let (left, right) = MemoryLine.pair(on: loop)
    let probe = LineProbe()
    await right.begin(probe)
    await listener.startsHere(left)
    #expect(await probe.received(1) == [9])
    #expect(await right.send([1, 2]))
    #expect(await right.send([3]))
    await right.end()
    #expect(await probe.closed() == .closedHere)
    #expect(await listener.bytes == [1, 2, 3])
  }

  @Test func aTimerFiresAtItsTimeAndNotWhenCancelled() async {
    let loop = LineLoop.next()
    let probe = LineProbe()
    await loop.run {
      loop.schedule(at: loop.now + .milliseconds(5)) { probe.lineReceived([1]) }.cancel()
      loop.schedule(at: loop.now + .milliseconds(10)) { probe.lineReceived([2]) }
    }
    #expect(await probe.received(1) == [2])
  }
}
