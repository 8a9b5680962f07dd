import PosProtocol

/// A line between two links, in virtual milliseconds: what is written at one end arrives at the other late,
/// damaged, twice or not at all, but never overtakes.
///
/// It makes no ACK out of anything else, neither by damage nor by cutting a frame's head off up to a 06: an
/// ACK is one unprotected byte, and no receiver could tell. What it says twice it says at once, for the same
/// reason.
struct BadLine {
  struct Faults {
    /// Of 256 writes each, how many suffer this.
    var loss = 0
    var damage = 0
    var twice = 0
    var noise = 0
    var cut = 0
    /// The longest delay; there and back must stay below T2.
    var delay = 0

    init(random: inout SplitMix64) {
      // A quarter of the lines have but one fault, so that single faults are seen alone.
      let only = random.next() % 4 == 0 ? random.next() % 5 : 5
      func rate(_ index: UInt64) -> Int {
        only == 5 || only == index ? [0, 8, 40, 90][Int(random.next() % 4)] : 0
      }
      (loss, damage, noise, cut) = (rate(0), rate(1), rate(2), rate(3))
      twice = only == 4 ? 60 : 0
      delay = [0, 3, 150, 2_400][Int(random.next() % (twice == 0 ? 4 : 2))]
    }

    static var none: Faults {
      var random = SplitMix64(seed: 0)
      var faults = Faults(random: &random)
      (faults.loss, faults.damage, faults.twice, faults.noise, faults.cut, faults.delay) = (0, 0, 0, 0, 0, 0)
      return faults
    }
  }

  private(set) var arrivals: [(at: Int, bytes: [UInt8])] = []
  private var lastArrival = 0

  mutating func write(_ bytes: [UInt8], at now: Int, faults: Faults, random: inout SplitMix64) {
    let dice = random.next()
    func happens(_ rate: Int, _ shift: UInt64) -> Bool { Int(dice >> shift & 0xFF) < rate }
    var bytes = bytes
    if happens(faults.damage, 0) {
      let index = Int(dice >> 40) % bytes.count
      let value = UInt8(truncatingIfNeeded: random.next())
      if value != 0x06 { bytes[index] = value }
    }
    if happens(faults.cut, 8) {
      // From the tail, or one byte anywhere.
      if dice >> 63 == 0 {
        bytes.removeLast(Int(dice >> 40) % bytes.count)
      } else if bytes.count > 1 {
        bytes.remove(at: Int(dice >> 40) % bytes.count)
      }
    }
    if happens(faults.noise, 16) {
      bytes.insert(UInt8(truncatingIfNeeded: dice >> 32) | 0x40, at: dice >> 63 == 0 ? 0 : bytes.count)
    }
    if happens(faults.twice, 24) { bytes += bytes }
    let delay = faults.delay == 0 ? 0 : Int(random.next() % UInt64(faults.delay))
    lastArrival = max(lastArrival, now + delay)
    if happens(faults.loss, 32) { return }
    if dice >> 61 == 0, bytes.count > 2 {
      // In two pieces, now and then with a pause that is too long.
      let middle = bytes.count / 2
      arrivals.append((lastArrival, [UInt8](bytes[..<middle])))
      lastArrival += dice >> 58 == 0 && faults.delay > 0 && faults.twice == 0 ? 250 : 20
      arrivals.append((lastArrival, [UInt8](bytes[middle...])))
    } else {
      arrivals.append((lastArrival, bytes))
    }
  }

  mutating func read() -> [UInt8] { arrivals.removeFirst().bytes }
}
