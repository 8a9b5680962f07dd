import Testing

/// A payment between the two machines over a line that loses, damages, delays, repeats and breaks: never two
/// bookings for one command, never a booking that the till has not kept before or that the register calls
/// declined or not sent, and what it calls approved is booked.
@Suite struct SessionMirrorTests {
  static let blockSize: UInt64 = 500

  @Test(arguments: 0..<40 as Range<UInt64>)
  func booksAreTrue(block: UInt64) {
    for seed in block * Self.blockSize..<(block + 1) * Self.blockSize {
      var mirror = SessionMirror(seed: seed)
      if let complaint = mirror.run() {
        Issue.record("seed \(seed): \(complaint)")
      }
    }
  }
}
