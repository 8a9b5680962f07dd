import PosProtocol
import PosTransport
import Testing

@testable import PosDriver

/// Traces that somebody else has written, or damaged: an error or a play, never a trap.
@Suite(.timeLimit(.minutes(1))) struct HostileTraceTests {
  static let serial = """
    # pos-trace 1 serial:/dev/x serial
    0.000000 \(ReplayTests.head) > apdu \(Hex.spaced(ZVT.FrameEncoder.encode([0x06, 0x01, 0x00])))
    0.000001 \(ReplayTests.head) < ack 06
    9999999999.999999 \(ReplayTests.head) < apdu \(Hex.spaced(ZVT.FrameEncoder.encode([0x80, 0x00, 0x00])))
    0.000002 \(ReplayTests.head) - closed error -2147483648

    """

  private func play(_ recording: Recording, _ random: inout SystemRandomNumberGenerator) {
    var capture = PacketCapture()
    capture.add(recording)
    for side in ReplaySettings.Side.allCases {
      var settings = ReplaySettings()
      (settings.side, settings.isLooped) = (side, Bool.random(using: &random))
      var machine = ReplayMachine(recording, settings, at: .zero)
      for turn in 0..<8 {
        machine.hear((0..<8).map { _ in [0x06, 0x10, 0x02, 0x80, 0x00].randomElement(using: &random) ?? 0 })
        for _ in 0..<4 { _ = machine.next(at: .seconds(turn)) }
      }
      _ = (machine.lineClosed(), machine.surplus())
    }
    _ = recording.filling(password: .max)
  }

  @Test(arguments: [ReplayTests.dialogue, serial])
  func aDamagedTraceNeverTraps(text: String) throws {
    var (random, played) = (SystemRandomNumberGenerator(), 0)
    for _ in 0..<300 {
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0x20...0x7E, using: &random)
        case 1: bytes.remove(at: index)
        default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: index)
        }
      }
      let file = try ReplayTests.File(String(decoding: bytes, as: UTF8.self), "hostile-\(text.utf8.count)")
      guard let recordings = try? Recording.all(of: file.path) else { continue }
      played += 1
      for recording in recordings { play(recording, &random) }
    }
    #expect(played > 0)
  }

  /// A record in which nobody is waited for would be said for ever.
  @Test func aLoopOfNothingButOneSideEnds() throws {
    let file = try ReplayTests.File(
      "# pos-trace 1 tcp:a:1 tcp\n0.000000 \(ReplayTests.head) > apdu 06 01 00\n")
    var settings = ReplaySettings()
    (settings.side, settings.isLooped, settings.gaps) = (.register, true, .none)
    var machine = ReplayMachine(try Recording.read(file.path), settings, at: .zero)
    for _ in 0..<1000 where machine.next(at: .zero) == .finish(closes: true) { return }
    Issue.record("it goes on and on")
  }
}
