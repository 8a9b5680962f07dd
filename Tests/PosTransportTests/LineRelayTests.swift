import Synchronization
import Testing

@testable import PosTransport

/// Two lines joined: bytes unchanged, in order, none lost, and the ends.
@Suite(.timeLimit(.minutes(1))) struct LineRelayTests {
  /// Collects what comes out of the far end of a memory line.
  ///
  /// Unchecked: touched on the loop only, but for the mutex.
  final class Ear: LineClient, @unchecked Sendable {
    let heard = Mutex<[UInt8]>([])
    let closure = Mutex<LineClosure?>(nil)
    func lineReceived(_ bytes: [UInt8]) { heard.withLock { $0 += bytes } }
    func lineClosed(_ reason: LineClosure) { closure.withLock { $0 = reason } }
    var bytes: [UInt8] { heard.withLock { $0 } }
    var isClosed: Bool { closure.withLock { $0 != nil } }
  }

  /// A till and a reader with a relay between them.
  struct Bench: Sendable {
    let loop = LineLoop.next()
    let till: MemoryLine, tillSide: MemoryLine, reader: MemoryLine, readerSide: MemoryLine
    let tillEar = Ear(), readerEar = Ear()
    let relay: LineRelay
    let news: News

    final class News: Sendable {
      let all = Mutex<[LineRelay.News]>([])
    }

    init(keepsNear: Bool = false) {
      (till, tillSide) = MemoryLine.pair(on: loop)
      (reader, readerSide) = MemoryLine.pair(on: loop)
      let news = News()
      self.news = news
      relay = LineRelay(tillSide, keepsNear: keepsNear) { one in news.all.withLock { $0.append(one) } }
      let (till, relay, ear) = (till, relay, tillEar)
      loop.execute {
        till.start(ear)
        relay.start()
      }
    }

    func onLoop<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
      await withCheckedContinuation { next in loop.execute { next.resume(returning: body()) } }
    }

    func join() async {
      let (reader, readerSide, relay, ear) = (reader, readerSide, relay, readerEar)
      await onLoop {
        reader.start(ear)
        relay.join(readerSide)
      }
    }

    func until(_ condition: @Sendable () -> Bool) async -> Bool {
      for _ in 0..<2000 {
        if condition() { return true }
        try? await Task.sleep(for: .milliseconds(10))
      }
      return condition()
    }
  }

  @Test func passesEveryByteBothWays() async {
    let bench = Bench()
    await bench.join()
    let (there, back) = ((0...255).map { UInt8($0) }, (0...255).reversed().map { UInt8($0) })
    for start in stride(from: 0, to: 256, by: 7) {
      let end = min(start + 7, 256)
      _ = await bench.onLoop { bench.till.write(Array(there[start..<end])) }
      _ = await bench.onLoop { bench.reader.write(Array(back[start..<end])) }
    }
    #expect(await bench.until { bench.readerEar.bytes.count == 256 && bench.tillEar.bytes.count == 256 })
    #expect(bench.readerEar.bytes == there && bench.tillEar.bytes == back)
  }

  @Test func whatWasSaidBeforeTheReaderCameWaitsForIt() async {
    let bench = Bench()
    _ = await bench.onLoop { bench.till.write([1, 2]) && bench.till.write([3]) }
    await bench.onLoop {}
    await bench.join()
    #expect(await bench.until { bench.readerEar.bytes == [1, 2, 3] })
  }

  /// A reader that takes nothing holds up the till: what waits is bounded, and nothing is lost.
  @Test func aSlowReaderHoldsUpTheTill() async {
    let bench = Bench()
    await bench.join()
    await bench.onLoop { bench.reader.setReading(false) }
    let piece = [UInt8](repeating: 0x55, count: 8192)
    for _ in 0..<100 { _ = await bench.onLoop { bench.till.write(piece) } }
    let waiting = await bench.onLoop { bench.readerSide.backlog }
    #expect(waiting > LineRelay.highWater && waiting < LineRelay.highWater + 3 * piece.count)
    await bench.onLoop { bench.reader.setReading(true) }
    #expect(await bench.until { bench.readerEar.bytes.count == 100 * piece.count })
  }

  @Test func whenOneEndsSoDoesTheOther() async {
    let bench = Bench()
    await bench.join()
    _ = await bench.onLoop {
      _ = bench.till.write([7, 8, 9])
      bench.till.close()
    }
    #expect(await bench.until { bench.readerEar.isClosed })
    #expect(bench.readerEar.bytes == [7, 8, 9], "what was said before the end arrives")
    let ended = await bench.until { bench.news.all.withLock { !$0.isEmpty } }
    #expect(ended)
    #expect(bench.news.all.withLock { $0 } == [.ended(.near, .disconnected, undelivered: 0)])
  }

  @Test func overWiresTheTillStaysWhenTheReaderGoes() async {
    let bench = Bench(keepsNear: true)
    await bench.join()
    await bench.onLoop { bench.reader.close() }
    #expect(await bench.until { bench.news.all.withLock { $0 } == [.farLeft(.disconnected, undelivered: 0)] })
    _ = await bench.onLoop { bench.till.write([1, 2, 3]) }
    await bench.onLoop {}
    await bench.onLoop {}
    #expect(await bench.onLoop { bench.relay.deafen() } == 3, "said to nobody, and counted")
    #expect(!bench.tillEar.isClosed)
    await bench.onLoop { bench.relay.close() }
    #expect(await bench.until { bench.tillEar.isClosed })
  }

  @Test func whatNobodyTakesIsCounted() async {
    let bench = Bench()
    _ = await bench.onLoop {
      _ = bench.till.write([1, 2, 3, 4])
      bench.till.close()
    }
    let ended = await bench.until { bench.news.all.withLock { !$0.isEmpty } }
    #expect(ended)
    #expect(bench.news.all.withLock { $0 } == [.ended(.near, .disconnected, undelivered: 4)])
  }
}
