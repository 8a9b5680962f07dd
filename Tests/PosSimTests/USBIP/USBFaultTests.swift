import PosDriver
import PosProtocol
import PosTransport
import Testing

@testable import PosSim

@Suite struct USBFaultTests {
  @Test func isUnpluggedInTheMiddleOfATransferAndComesBack() async throws {
    let plan = USBFaultPlan(.unplug(back: .milliseconds(20)), .bytes(3))
    let bench = USBBench(faults: [plan])
    let client = try await bench.host()
    let sent = client.submit(2, [1, 2, 3, 4, 5])
    try await client.waitForEnd()
    #expect(client.replies(sent).isEmpty)
    try await bench.wait(for: .pluggedIn, times: 2)
    #expect(bench.registers.bytes == [1, 2, 3])
    let again = try await bench.host()
    _ = try await again.reply(again.submit(2, [1, 2, 3, 4, 5, 6]))
    #expect(try await again.reply(again.submit(2, wants: 64)).data == [1, 2, 3, 4, 5, 6])
    await bench.server.close()
  }

  @Test func countsFromTheBeginningOfAPayment() async throws {
    let bench = USBBench(faults: [USBFaultPlan(.stall, .payment(2))])
    let client = try await bench.host()
    _ = try await client.reply(client.submit(2, hex("1002 0600 00 1003")))
    let cut = try await client.reply(client.submit(2, hex("1002 0601 07 04 00 00")))
    #expect((cut.status, cut.length) == (-32, 6))
    #expect(bench.registers.bytes == hex("1002 0600 00 1003 1002 0601 07 04"))
    await bench.server.close()
  }

  @Test func stallsUntilTheHaltIsCleared() async throws {
    let bench = USBBench()
    let client = try await bench.host()
    let waiting = client.submit(2, wants: 64)
    bench.server.begin(.stall)
    #expect(try await client.reply(waiting).status == -32)
    #expect(try await client.reply(client.submit(2, [1])).status == -32)
    #expect(try await client.control("82 00 0000 8200 0200") == [1, 0])
    #expect(try await client.control("02 01 0000 0200 0000") == [])
    #expect(try await client.control("02 01 0000 8200 0000") == [])
    _ = try await client.reply(client.submit(2, [1]))
    #expect(try await client.reply(client.submit(2, wants: 64)).data == [1])
    await bench.server.close()
  }

  @Test func takesAndGivesNothingUntilHealed() async throws {
    let bench = USBBench()
    let client = try await bench.host()
    bench.server.begin(.endlessNAK)
    let (sent, wanted) = (client.submit(2, [1]), client.submit(2, wants: 64))
    #expect(try await client.control("80 08 0000 0000 0100") == [1])
    #expect(client.replies(sent).isEmpty && client.replies(wanted).isEmpty)
    bench.server.begin(.healed)
    #expect(try await client.reply(sent).length == 1)
    #expect(try await client.reply(wanted).data == [1])
    await bench.server.close()
  }

  @Test func givesShortAndEmptyPackets() async throws {
    let bench = USBBench(faults: [USBFaultPlan(.shortPackets(2)), USBFaultPlan(.zeroLengthPackets)])
    let client = try await bench.host()
    _ = try await client.reply(client.submit(2, [1, 2, 3]))
    var pieces: [[UInt8]] = []
    for _ in 0..<4 { pieces.append(try await client.reply(client.submit(2, wants: 64)).data) }
    #expect(pieces == [[], [1, 2], [], [3]])
    await bench.server.close()
  }

  @Test func hasNoUnionIfItShallHaveNone() {
    var profile = USBProfile.all[0]
    let whole = profile.configurationDescriptor
    profile.hasUnion = false
    let bytes = profile.configurationDescriptor
    #expect(bytes.count == whole.count - 10 && Int(bytes[2]) == bytes.count)
    #expect(!bytes.contains(hex("05 24 06")) && !bytes.contains(hex("05 24 01")))
  }
}
