import PosProtocol
import Testing

/// Two links and what is above them, over a bad line, in virtual time.
///
/// Above the link each side sends numbered commands and answers each with a response; half of the time all
/// responses are equal, as 80 00 00 is. Whoever waits for a response gives up only when its peer's link has
/// given up too.
struct Mirror {
  private struct Side {
    var link = ZVT.Link(.serial, maximumLength: 16)
    var commandsLeft: Int
    /// Responses that wait for the link to be free: the commands they answer.
    var owed: [UInt8] = []
    /// What the link is sending: a command, or the response to one.
    var inFlight: (isResponse: Bool, number: UInt8)?
    var awaitedResponse: (number: UInt8, until: Int)?
    var nextNumber: UInt8 = 1
    /// How often each of this side's commands was delivered at the peer.
    var deliveries = [UInt8](repeating: 0, count: 8)
    var responsesDelivered = 0
    var responsesConfirmed = 0
  }

  private static let patience = 40_000
  private static let stepLimit = 2_000

  private var random: SplitMix64
  private var faults: BadLine.Faults
  private var sides: [Side]
  private var lines = [BadLine(), BadLine()]
  private let hasEqualResponses: Bool
  /// A line that says everything twice also makes two ACKs of one; then `.sent` can be wrong.
  private let isTruthful: Bool
  private var now = 0
  private var complaint: String?

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    faults = BadLine.Faults(random: &random)
    isTruthful = faults.twice == 0
    hasEqualResponses = random.next() % 2 == 0
    let isCollision = random.next() % 2 == 0
    sides = [Side(commandsLeft: 3), Side(commandsLeft: isCollision ? 2 : 0)]
  }

  /// Runs until nothing is left to be done, then on a good line once more from each side. Returns what went
  /// wrong.
  mutating func run() -> String? {
    if let complaint = runUntilQuiet() { return complaint }
    faults = .none
    now += Self.patience
    for index in sides.indices {
      sides[index].commandsLeft = 1
      let number = sides[index].nextNumber
      if let complaint = runUntilQuiet() { return "afterwards " + complaint }
      if sides[index].deliveries[Int(number)] != 1 { return "afterwards a command did not arrive" }
    }
    return nil
  }

  private mutating func runUntilQuiet() -> String? {
    for _ in 0..<Self.stepLimit {
      for index in sides.indices { act(index) }
      if let complaint { return complaint }
      guard let next = nextTime() else { return sides.contains { $0.link.isSending } ? "still sending" : nil }
      now = max(now, next)
      for index in sides.indices where lines[1 - index].arrivals.first.map({ $0.at <= now }) == true {
        sides[index].link.receive(lines[1 - index].read(), at: instant)
      }
    }
    return "does not come home"
  }

  private var instant: Instant { Instant(sinceStart: .milliseconds(now)) }

  private func nextTime() -> Int? {
    var next: Int?
    func consider(_ time: Int?) {
      if let time { next = min(next ?? time, time) }
    }
    for index in sides.indices {
      consider(lines[index].arrivals.first?.at)
      consider(sides[index].awaitedResponse?.until)
      consider(sides[index].link.deadline.map { milliseconds($0.sinceStart) })
    }
    return next
  }

  private func milliseconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    return Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
  }

  private mutating func act(_ index: Int) {
    drain(index)
    if let awaited = sides[index].awaitedResponse, now >= awaited.until { sides[index].awaitedResponse = nil }
    while !sides[index].link.isSending, let apdu = nextAPDU(index) {
      sides[index].link.send(apdu, at: instant)
      drain(index)
    }
  }

  private mutating func nextAPDU(_ index: Int) -> [UInt8]? {
    if !sides[index].owed.isEmpty {
      let number = sides[index].owed.removeFirst()
      sides[index].inFlight = (true, number)
      return hasEqualResponses ? [0x80, 0x00, 0x00] : [0x80, 0x00, 0x01, number]
    }
    guard sides[index].awaitedResponse == nil, sides[index].commandsLeft > 0 else { return nil }
    sides[index].commandsLeft -= 1
    let number = sides[index].nextNumber
    sides[index].nextNumber += 1
    sides[index].inFlight = (false, number)
    sides[index].awaitedResponse = (number, now + Self.patience)
    return [0x06, 0x01, 0x02, 0x10, 0x20 + number]
  }

  private mutating func drain(_ index: Int) {
    while let event = sides[index].link.next(at: instant) {
      switch event {
      case .write(let bytes): lines[index].write(bytes, at: now, faults: faults, random: &random)
      case .received(let apdu): receive(apdu, index)
      case .sent: conclude(nil, index)
      case .failed(let failure): conclude(failure, index)
      case .noise: break
      case .broken: complaint = "a serial line broke"
      }
    }
  }

  private mutating func receive(_ apdu: [UInt8], _ index: Int) {
    let peer = 1 - index
    if apdu[0] == 0x80 {
      sides[index].responsesDelivered += 1
      guard let awaited = sides[index].awaitedResponse else { return }
      if !hasEqualResponses, apdu[3] != awaited.number { complaint = "an old response was delivered" }
      if sides[index].deliveries[Int(awaited.number)] == 0, isTruthful {
        complaint = "a response to a command that never arrived"
      }
      sides[index].awaitedResponse = nil
    } else {
      let number = apdu[4] - 0x20
      sides[peer].deliveries[Int(number)] += 1
      if sides[peer].deliveries[Int(number)] > 1 { complaint = "a command was delivered twice" }
      sides[index].owed.append(number)
    }
  }

  private mutating func conclude(_ failure: SendFailure?, _ index: Int) {
    guard let (isResponse, number) = sides[index].inFlight else {
      complaint = "a verdict on nothing"
      return
    }
    sides[index].inFlight = nil
    switch failure {
    case nil where isResponse:
      sides[index].responsesConfirmed += 1
      if isTruthful, sides[index].responsesConfirmed > sides[1 - index].responsesDelivered {
        complaint = "a response called sent did not arrive"
      }
    case nil:
      if isTruthful, sides[index].deliveries[Int(number)] == 0 {
        complaint = "a command called sent did not arrive"
      }
    case .notSent: complaint = "called not sent"
    case .rejected, .unconfirmed: break
    }
    if !isResponse { sides[index].awaitedResponse?.until = now + Self.patience }
  }
}

@Suite struct MirrorTests {
  /// 100 blocks of 1,000 seeds.
  @Test(arguments: 0..<100 as Range<UInt64>)
  func comesHomeAndTellsTheTruth(block: UInt64) {
    for seed in block * 1_000..<(block + 1) * 1_000 {
      var mirror = Mirror(seed: seed)
      if let complaint = mirror.run() { Issue.record("seed \(seed): \(complaint)") }
    }
  }
}
