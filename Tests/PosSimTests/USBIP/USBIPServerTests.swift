import PosTransport
import Testing

@testable import PosSim

/// Requests are written from USB 2.0 chapter 9.4 and PSTN 1.2 chapter 6.3.
@Suite struct USBIPServerTests {
  private static let setLines = "21 22 0300 0000 0000", clearLines = "21 22 0000 0000 0000"
  private static let setCoding = "21 20 0000 0000 0700"

  @Test func enumerates() async throws {
    let bench = USBBench()
    let client = try await bench.host()
    let device = try #require(try await client.control("80 06 0001 0000 1200"))
    #expect(device == hex("12 01 0002 02 00 00 40 9b07 2800 0001 01 02 03 01"))
    let head = try #require(try await client.control("80 06 0002 0000 0900"))
    let whole = try #require(try await client.control("80 06 0002 0000 ff00"))
    #expect(Array(whole.prefix(9)) == head)
    #expect(whole.count == Int(head[2]) | Int(head[3]) << 8)
    // CDC 1.2, table 16: the union of interfaces 0 and 1; PSTN 1.2, table 3: call management.
    #expect(whole.contains(hex("05 24 06 00 01")) && whole.contains(hex("05 24 01 00 01")))
    #expect(try await client.control("80 06 0003 0000 ff00") == hex("04 03 0904"))
    #expect(try await client.control("80 06 0303 0904 ff00") == hex("10 03 530049004d003000300030003100"))
    #expect(try await client.control("80 08 0000 0000 0100") == [1])
    #expect(try await client.control("80 06 0f00 0000 ff00") == nil)
    #expect(try await client.control("c0 01 0000 0000 0100") == nil)
    await bench.server.close()
  }

  @Test func isToldTheLine() async throws {
    let bench = USBBench()
    let client = try await bench.host()
    #expect(try await client.control("a1 21 0000 0000 0700") == hex("80250000 00 00 08"))
    // 115200 8E2
    #expect(try await client.control(Self.setCoding, hex("00c20100 02 02 08")) == [])
    #expect(try await client.control("a1 21 0000 0000 0700") == hex("00c20100 02 02 08"))
    #expect(try await client.control(Self.setLines) == [])
    #expect(try await client.control("21 23 ffff 0000 0000") == [])
    #expect(try await client.control("21 20 0000 0100 0700", hex("00c20100 02 02 08")) == nil)
    #expect(try await client.control(Self.setCoding, hex("00c201")) == nil)
    var coding = USBLineCoding()
    (coding.baud, coding.stopBits, coding.parity) = (115_200, 2, 2)
    #expect(coding.text == "115200 8E2")
    #expect(
      bench.seen.suffix(3) == [
        .lineCoding(port: 0, coding), .controlLines(port: 0, dtr: true, rts: true),
        .sendBreak(port: 0, milliseconds: 0xFFFF),
      ])
    // PSTN 1.2, table 30: carrier and DSR.
    let notice = try await client.reply(client.submit(1, wants: 16))
    #expect(notice.data == hex("a1 20 0000 0000 0200 0300"))
    await bench.server.close()
  }

  @Test func carriesBytesFromDTRToDTR() async throws {
    let bench = USBBench()
    let client = try await bench.host()
    let waiting = client.submit(2, wants: 512)
    _ = try await client.control(Self.setLines)
    let sent = try await client.reply(client.submit(2, Array("HELLO".utf8)))
    #expect((sent.status, sent.length, sent.data) == (0, 5, []))
    #expect(try await client.reply(waiting).data == Array("HELLO".utf8))
    #expect(bench.registers.counts == (1, 0))
    _ = try await client.control(Self.clearLines)
    _ = try await client.control(Self.setLines)
    _ = try await client.reply(client.submit(2, [7]))
    #expect(try await client.reply(client.submit(2, wants: 512)).data == [7])
    #expect(bench.registers.counts == (2, 1))
    await bench.server.close()
  }

  @Test func carriesBytesOfAProgramThatKnowsNoDTR() async throws {
    let bench = USBBench([USBProfile.named("vendor")!])
    let client = try await bench.host()
    _ = try await client.reply(client.submit(2, [1, 2, 3]))
    #expect(try await client.reply(client.submit(2, wants: 2)).data == [1, 2])
    #expect(try await client.reply(client.submit(2, wants: 2)).data == [3])
    #expect(try await client.control(Self.setLines) == nil)
    client.hangUp()
    try await bench.wait(for: .released)
    let again = try await bench.host()
    _ = try await again.reply(again.submit(2, [4]))
    #expect(try await again.reply(again.submit(2, wants: 64)).data == [4])
    await bench.server.close()
  }

  /// Documentation/usb/usbip_protocol.rst: after a RET_UNLINK of -104 no RET_SUBMIT, and the reverse.
  @Test func answersARequestOrItsUnlinkButNeverBoth() async throws {
    let bench = USBBench()
    let client = try await bench.host()
    let open = client.submit(2, wants: 512)
    let answer = try await client.reply(client.unlink(open))
    #expect((answer.command, answer.status) == (4, -104))
    let kept = client.submit(2, wants: 512)
    _ = try await client.reply(client.submit(2, [9]))
    #expect(try await client.reply(kept).data == [9])
    let late = try await client.reply(client.unlink(kept))
    #expect((late.command, late.status) == (4, 0))
    #expect(client.replies(open).isEmpty && client.replies(kept).count == 1)
    await bench.server.close()
  }

  @Test func hasOneHostADevice() async throws {
    let bench = USBBench([USBProfile.all[0], USBProfile.named("pax")!])
    let first = try await bench.host()
    let second = await USBIPClient.before(bench.server)
    #expect(try await second.take() == 1)
    let third = await USBIPClient.before(bench.server)
    let list = try await third.list()
    #expect(Array(list.prefix(12)) == hex("0111 0005 00000000 00000001"))
    #expect(list.contains(hex("2fb8 2116")) && list.count == 12 + 312 + 4 * 4)
    first.hangUp()
    try await bench.wait(for: .released)
    _ = try await bench.host()
    await bench.server.close()
  }

  /// A host that asks and asks, and reads nothing.
  @Test func aHostThatReadsNothingLosesTheDevice() async throws {
    let bench = USBBench()
    let listener = try await bench.server.listen(host: "127.0.0.1", port: 0)
    let host = try await AsyncLine.open(listener.address.description, limit: 1)
    try await host.write(hex("0111 8003 00000000") + Array("1-1".utf8) + zeros(29))
    // The longest answer there is: the whole configuration.
    let ask = (1...250).flatMap { number -> [UInt8] in
      zeros(3) + [1] + zeros(3) + [UInt8(number)] + hex("00010001 00000001 00000000 00000000 000000ff")
        + zeros(12) + hex("80 06 0002 0000 ff00")
    }
    try await bench.wait(for: .taken)
    do throws(LineError) { for _ in 0..<2000 { try await host.write(ask) } } catch {}
    try await bench.wait(for: .released)
    await host.close()
    await listener.close()
    await bench.server.close()
  }

  @Test func isUnpluggedWhenTheTerminalHangsUp() async throws {
    let bench = USBBench()
    let client = try await bench.host()
    _ = try await client.control(Self.setLines)
    bench.registers.hangUp()
    try await client.waitForEnd()
    #expect(bench.seen.contains(.unplugged))
    try await bench.wait(for: .pluggedIn, times: 2)
    _ = try await bench.host()
    await bench.server.close()
  }
}
