import PosTransport
import Testing

@Suite(.timeLimit(.minutes(1))) struct MemoryLineTests {
  let loop = LineLoop.next()

  @Test func bytesArriveInOrderAndBeforeTheHangUp() async {
    let (left, right) = MemoryLine.pair(on: loop)
    let (heardLeft, heardRight) = (LineProbe(), LineProbe())
    await left.begin(heardLeft)
    await right.begin(heardRight)
    await loop.run {
      for byte in UInt8(0)..<100 { _ = left.write([byte]) }
      left.close()
    }
    #expect(await heardRight.closed() == .disconnected)
    #expect(heardRight.bytes == Array(0..<100))
    #expect(await heardLeft.closed() == .closedHere)
    #expect(await !right.send([1]))
    #expect(heardLeft.closures.count == 1 && heardRight.closures.count == 1)
  }

  @Test func droppedInputIsNotDelivered() async {
    let (left, right) = MemoryLine.pair(on: loop)
    let probe = LineProbe()
    await loop.run {
      _ = left.write([1, 2, 3])
      right.dropInput()
      right.start(probe)
      _ = left.write([4])
    }
    #expect(await probe.received(1) == [4])
  }

  @Test func anEndThatNobodyHoldsHasHungUp() async {
    let (right, probe) = await {
      let (left, right) = MemoryLine.pair(on: loop)
      let probe = LineProbe()
      await right.begin(probe)
      #expect(await left.send([1]))
      return (right, probe)
    }()
    #expect(await probe.closed() == .disconnected)
    #expect(probe.bytes == [1])
    #expect(await !right.send([2]))
  }
}
