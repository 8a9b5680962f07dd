import PosProtocol
import PosTransport
import Synchronization
import Testing

@testable import PosDriver

#if canImport(Glibc)
  import Glibc
#endif

/// A reader that is kept connected, and the states it tells.
@Suite(.timeLimit(.minutes(2))) struct ReaderLifeTests {
  @Test func statesComeInOrder() async {
    let bench = Bench()
    let watch = Watch(bench.reader)
    guard case .approved = await bench.pay() else { return #expect(Bool(false)) }
    await bench.reader.disconnect()
    let expected: [ReaderState] = [
      .disconnected(.notYetConnected), .connecting, .registering, .ready, .working, .ready,
      .disconnected(.closedHere),
    ]
    #expect(await watch.wait { $0.count >= expected.count })
    #expect(watch.states == expected)
    #expect(await bench.reader.state == .disconnected(.closedHere))
  }

  @Test func aSlowListenerMissesTheOldestStates() async {
    let bench = Bench(configure: { $0.stateLimit = 2 })
    for _ in 0..<3 { _ = await bench.pay() }
    var states = bench.reader.states.makeAsyncIterator()
    #expect(await states.next() == .working)
    #expect(await states.next() == .ready)
  }

  @Test func anIdleDropIsRepairedBeforeACommandNeedsTheLine() async {
    let bench = Bench()
    let watch = Watch(bench.reader)
    let keeping = Task { await bench.reader.keepConnected() }
    #expect(await watch.wait { $0.last == .ready })
    await bench.terminal.read { $0.hangUp() }
    #expect(await watch.wait { $0.count { $0 == .ready } == 2 })
    #expect(
      watch.states.suffix(4) == [.disconnected(.idleDrop), .connecting, .registering, .ready])
    #expect(bench.openingCount == 2)
    guard case .approved = await bench.pay() else { return #expect(Bool(false)) }
    #expect(bench.openingCount == 2)
    keeping.cancel()
    await keeping.value
  }

  /// The one thing that a reconnecting driver must never do.
  @Test func aPaymentIsNeverSentAgain() async {
    let bench = Bench()
    let watch = Watch(bench.reader)
    await bench.set(.waitsForCard)
    let keeping = Task { await bench.reader.keepConnected() }
    #expect(await watch.wait { $0.last == .ready })
    async let outcome = bench.pay()
    while await !bench.terminal.read(\.sawPayment) { await bench.settle() }
    await bench.terminal.read { $0.hangUp() }
    #expect(await outcome == .unknown(.failure(.lineLost(commandLeft: true)), nil))
    #expect(await watch.wait { $0.contains(.disconnected(.resetByTerminal)) && $0.last == .ready })
    await bench.settle()
    let payments = await bench.terminal.read { $0.payments }
    #expect(payments == 1)
    keeping.cancel()
    await keeping.value
  }

  @Test func aRefusedConnectionIsTriedUntilItIsTaken() async {
    let bench = Bench(configure: { $0.reconnect.poll = .milliseconds(20) })
    bench.failToOpen(.refused("memory"))
    let watch = Watch(bench.reader)
    let keeping = Task { await bench.reader.keepConnected() }
    #expect(await watch.wait { $0.contains(.waiting(.milliseconds(20), .refused)) })
    while bench.openingCount < 5 { await bench.settle() }
    bench.failToOpen(nil)
    #expect(await watch.wait { $0.last == .ready })
    // Looking again and again is not worth telling each time.
    #expect(watch.states.count { $0 == .connecting } == 1)
    keeping.cancel()
    await keeping.value
  }

  @Test func whateverIsPluggedInIsTriedAtOnce() async {
    let bench = Bench(configure: { $0.reconnect.shortest = .seconds(600) })
    bench.failToOpen(.noPermission("memory"))
    let watch = Watch(bench.reader)
    let keeping = Task { await bench.reader.keepConnected() }
    #expect(await watch.wait { if case .waiting(_, .permission)? = $0.last { true } else { false } })
    bench.failToOpen(nil)
    await bench.reader.retryNow()
    #expect(await watch.wait { $0.last == .ready })
    keeping.cancel()
    await keeping.value
  }

  #if canImport(Glibc)
    /// Nobody calls `retryNow`, and the next look would be in ten minutes.
    @Test func aPortThatAppearsIsTriedAtOnce() async throws {
      let path = "/tmp/pos-appears-\(getpid())"
      var configuration = ReaderConfiguration()
      configuration.reconnect.poll = .seconds(600)
      let reader = Reader(
        address: .serial(path: path, settings: SerialSettings()), configuration: configuration)
      let watch = Watch(reader)
      let keeping = Task { await reader.keepConnected() }
      #expect(await watch.wait { if case .waiting(_, .notFound)? = $0.last { true } else { false } })
      let loop = LineLoop.next()
      let terminal = TinyTerminal(.serial, on: loop)
      let port = try await PseudoTerminal.open(link: path, on: loop) { terminal.serve($0) }
      #expect(await watch.wait { $0.last == .ready })
      keeping.cancel()
      await keeping.value
      await reader.disconnect()
      await port.close()
    }
  #endif

  @Test func anIdleTerminalIsAskedForItsStatusAndForNothingElse() async {
    let bench = Bench(configure: { $0.reconnect.probeInterval = .milliseconds(20) })
    let keeping = Task { await bench.reader.keepConnected() }
    while await bench.terminal.read({ $0.commands.count { $0.word == "status" } < 3 }) {
      await bench.settle()
    }
    keeping.cancel()
    await keeping.value
    let commands = await bench.terminal.read { $0.commands.dropFirst() }
    #expect(commands.allSatisfy { $0.word == "status" })
    #expect(bench.openingCount == 1)
  }

  /// A terminal behind a cable may have restarted in silence; registering again is harmless.
  @Test func onASerialLineAProbeRegistersAgain() async {
    let bench = Bench(.serial, configure: { $0.reconnect.staleAfter = .zero })
    for _ in 0..<2 { guard case .approved = await bench.pay() else { return #expect(Bool(false)) } }
    let words = await bench.terminal.read { $0.commands.map(\.word) }
    #expect(words == ["register", "pay", "status", "register", "pay"])
  }

  @Test func aTerminalThatRestartedBehindItsCableIsRegisteredAndAskedAgain() async throws {
    let bench = Bench(.serial)
    guard case .approved = await bench.pay() else { return #expect(Bool(false)) }
    await bench.terminal.read { $0.hasForgotten = true }
    #expect(try await bench.reader.lastTransaction()?.receiptNumber == ReceiptNumber(17))
    let words = await bench.terminal.read { $0.commands.map(\.word) }
    #expect(words == ["register", "pay", "last", "register", "last"])
  }

  @Test func aQuestionIsPutTwiceAtMost() async throws {
    let bench = Bench(.serial)
    try await bench.reader.connect()
    await bench.terminal.read { ($0.hasForgotten, $0.registrationRefusal) = (true, ResultCode(.zvt, 0x37)) }
    await #expect(throws: ReaderError.registration(.refused(ResultCode(.zvt, 0x37)))) {
      try await bench.reader.lastTransaction()
    }
    #expect(await bench.terminal.read { $0.commands.map(\.word) } == ["register", "last", "register"])
  }

  @Test func aStaleLineIsAskedBeforeAPaymentIsSentOnIt() async {
    let mute = MuteLine.Switch()
    // Two seconds for an answer on a busy machine; the mute line has to be waited out once.
    let bench = Bench(scale: 0.4) {
      mute.first($0)
    } configure: {
      $0.reconnect.staleAfter = .zero
    }
    guard case .approved = await bench.pay() else { return #expect(Bool(false)) }
    let watch = Watch(bench.reader)
    mute.isMute = true
    async let outcome = bench.pay()
    #expect(await watch.wait { $0.contains(.disconnected(.timedOut)) })
    guard case .approved = await outcome else { return #expect(Bool(false)) }
    #expect(bench.openingCount == 2)
    #expect(await bench.terminal.read(\.payments) == 2)
  }

  /// The line is asked, hears nothing, and is closed here: what is closed stays closed.
  @Test func aLineThatIsClosedWhileItIsAskedIsNotOpenedAgain() async {
    let mute = MuteLine.Switch()
    let bench = Bench {
      mute.first($0)
    } configure: {
      $0.reconnect.staleAfter = .zero
    }
    guard case .approved = await bench.pay() else { return #expect(Bool(false)) }
    mute.isMute = true
    let paying = Task { await bench.pay() }
    while await bench.reader.occupant == nil { await bench.settle() }
    await bench.settle()
    await bench.reader.disconnect()
    #expect(await paying.value == .notSent(.failure(.send(.notSent))))
    #expect(bench.openingCount == 1)
    #expect(await bench.reader.state == .disconnected(.closedHere))
    #expect(await bench.terminal.read(\.payments) == 1)
  }

  @Test func aFreshLineIsNotAskedFirst() async {
    let bench = Bench(configure: { $0.reconnect.staleAfter = .seconds(600) })
    for _ in 0..<2 { _ = await bench.pay() }
    #expect(await bench.terminal.read { $0.commands.map(\.word) } == ["register", "pay", "pay"])
  }

  @Test func aDeadLineIsFoundByTheKeeper() async {
    let mute = MuteLine.Switch()
    let bench = Bench(scale: 0.1) {
      MuteLine($0, mute)
    } configure: {
      $0.reconnect.probeInterval = .milliseconds(20)
    }
    let watch = Watch(bench.reader)
    let keeping = Task { await bench.reader.keepConnected() }
    #expect(await watch.wait { $0.last == .ready })
    mute.isMute = true
    #expect(await watch.wait { $0.contains(.disconnected(.timedOut)) })
    mute.isMute = false
    #expect(await watch.wait { $0.last == .ready })
    keeping.cancel()
    await keeping.value
  }

  @Test func aReaderThatWasClosedRestsUntilItIsUsed() async {
    let bench = Bench()
    let watch = Watch(bench.reader)
    let keeping = Task { await bench.reader.keepConnected() }
    #expect(await watch.wait { $0.last == .ready })
    await bench.reader.disconnect()
    for _ in 0..<20 { await bench.settle() }
    #expect(bench.openingCount == 1)
    guard case .approved = await bench.pay() else { return #expect(Bool(false)) }
    await bench.terminal.read { $0.hangUp() }
    #expect(await watch.wait { $0.contains(.disconnected(.idleDrop)) && $0.last == .ready })
    keeping.cancel()
    await keeping.value
  }

  @Test func aCallerWaitsForTheKeeperInsteadOfBeingTurnedAway() async {
    let (bench, gate) = (Bench(), Gate())
    bench.holdOpenings(at: gate)
    let keeping = Task { await bench.reader.keepConnected() }
    while bench.openingCount == 0 { await bench.settle() }
    let paying = Task { await bench.pay() }
    await bench.settle()
    await gate.open()
    guard case .approved = await paying.value else { return #expect(Bool(false)) }
    #expect(bench.openingCount == 1)
    keeping.cancel()
    await keeping.value
  }

  @Test func aLineThatIsClosedWhileItIsOpenedIsNotUsed() async {
    let (bench, gate) = (Bench(), Gate())
    bench.holdOpenings(at: gate)
    let paying = Task { await bench.pay() }
    while bench.openingCount == 0 { await bench.settle() }
    await bench.reader.disconnect()
    await gate.open()
    #expect(await paying.value == .notSent(.failure(.send(.notSent))))
    #expect(await bench.terminal.read(\.commands).isEmpty)
  }

  /// Asked to stop after the call, before the reader has come round to it.
  @Test func aStopIsNeverTooEarlyForACallThatWasMade() async {
    let bench = Bench()
    try? await bench.reader.connect()
    let held = Mutex(false)
    let release = Atomic(false)
    bench.loop.execute {
      held.withLock { $0 = true }
      while !release.load(ordering: .acquiring) {}
    }
    while !held.withLock({ $0 }) { await Task.yield() }
    let paying = Task { await bench.pay() }
    while !bench.reader.stops.hasBegun { await Task.yield() }
    let cancelling = Task { await bench.reader.cancel() }
    while !bench.reader.stops.isStopped(1) { await Task.yield() }
    release.store(true, ordering: .releasing)
    #expect(await paying.value == .notSent(.failure(.send(.notSent))))
    await cancelling.value
    #expect(await !bench.terminal.read(\.sawPayment))
    guard case .approved = await bench.pay() else { return #expect(Bool(false), "a later call is meant too") }
  }
}
