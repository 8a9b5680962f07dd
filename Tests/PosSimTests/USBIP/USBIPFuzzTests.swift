import PosTransport
import Testing

@testable import PosSim

/// Whatever a host sends is an answer or a typed error, never a trap, and keeps little memory.
@Suite struct USBIPFuzzTests {
  /// SplitMix64 of Steele, Lea and Flood: the same numbers everywhere.
  private struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
  }

  /// A conversation that makes sense: configured, opened, written, read, unlinked.
  private static let seed: [[UInt8]] = {
    let head = { (sequence: String, direction: String, endpoint: String, length: String) in
      hex("00000001 \(sequence) 00010001 \(direction) \(endpoint) 00000000 \(length)") + zeros(12)
    }
    return [
      head("00000001", "00000000", "00000000", "00000000") + hex("00 09 0100 0000 0000"),
      head("00000002", "00000001", "00000000", "000000ff") + hex("80 06 0002 0000 ff00"),
      head("00000003", "00000000", "00000000", "00000007") + hex("21 20 0000 0000 0700")
        + hex("80250000 00 00 08"),
      head("00000004", "00000000", "00000000", "00000000") + hex("21 22 0300 0000 0000"),
      head("00000005", "00000001", "00000002", "00000200") + zeros(8),
      head("00000006", "00000000", "00000002", "00000004") + zeros(8) + hex("10020601"),
      head("00000007", "00000001", "00000001", "00000010") + zeros(8),
      hex("00000002 00000008 00010001 00000000 00000000 00000005") + zeros(24),
    ]
  }()

  @Test(arguments: 1...10)
  func survivesHostileHosts(_ seed: Int) {
    var dice = Dice(state: UInt64(seed))
    for _ in 0..<1000 {
      var messages = Self.seed
      if Bool.random(using: &dice) { messages.shuffle(using: &dice) }
      var bytes = messages.flatMap { $0 }
      for _ in 0..<Int.random(in: 1...12, using: &dice) {
        bytes[Int.random(in: 0..<bytes.count, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
      }
      if Bool.random(using: &dice) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &dice)) }
      #expect(Self.run(bytes, &dice))
    }
  }

  /// False: more answers than requests, or more kept than may be.
  private static func run(_ bytes: [UInt8], _ dice: inout Dice) -> Bool {
    var decoder = USBIPDecoder(device: Bool.random(using: &dice) ? 0x0001_0001 : nil)
    let profile = USBProfile.all.randomElement(using: &dice) ?? USBProfile.all[0]
    var device = USBDevice(profile, faults: [USBFaultPlan(.shortPackets(1), .bytes(2))])
    var (asked, answered) = (0, 0)
    decoder.receive(bytes)
    while let message = (try? decoder.next()) ?? nil {
      switch message {
      case .list, .take: decoder.device = 0x0001_0001
      case .unlink(_, let other):
        if device.unlink(other) { asked -= 1 }
      case .submit(let transfer):
        asked += 1
        for case .completed(let done) in device.submit(transfer) + device.send([1, 2, 3], port: 0) {
          answered += 1
          guard USBIPReply.completed(done).count == 48 + done.data.count else { return false }
        }
      }
    }
    return answered + device.pending.count == asked && device.pending.count <= asked
  }

  @Test func hangsUpOnAHostWithTooManyRequests() async throws {
    let bench = USBBench()
    let client = try await bench.host()
    for _ in 0...USBDevice.mostPending { _ = client.submit(2, wants: 512) }
    try await client.waitForEnd()
    #expect(bench.seen.contains { if case .badHost(.tooManyRequests) = $0 { true } else { false } })
    _ = try await bench.host()
    await bench.server.close()
  }

  @Test func hangsUpOnAHostThatUsesANumberTwice() async throws {
    let bench = USBBench()
    let client = try await bench.host()
    let request = hex("00000001 00000063 00010001 00000001 00000002 00000000 00000200") + zeros(20)
    client.send(request + request)
    try await client.waitForEnd()
    #expect(bench.seen.contains { if case .badHost(.repeatedSequence(0x63, _)) = $0 { true } else { false } })
    await bench.server.close()
  }
}
