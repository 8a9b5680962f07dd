import FuzzSupport
import PosProtocol

/// The link, both framings: any bytes at any times, with an APDU on its way or not. And the frame decoder:
/// the same found byte by byte as in pieces.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFrame(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  decodersAgree(input.all)
  let framing: ZVT.Framing = input.byte() & 1 == 0 ? .serial : .tcp
  var peer = LinkPeer(framing)
  while !input.isEmpty { peer.step(&input) }
  peer.comeHome()
  return 0
}

private func decodersAgree(_ bytes: [UInt8]) {
  var (whole, single) = (ZVT.FrameDecoder(maximumLength: 100), ZVT.FrameDecoder(maximumLength: 100))
  var (found, index) = ([ZVT.FrameDecoder.Event](), 0)
  while let event = whole.feed(bytes, from: &index) { found.append(event) }
  require(found == bytes.compactMap { single.feed($0) }, "pieces and bytes give the same events")
  require(whole.pause() == single.pause(), "and the same end")
}

private struct LinkPeer {
  let framing: ZVT.Framing
  var link: ZVT.Link
  var now = Instant(sinceStart: .zero)
  var verdictsDue = 0
  var isBroken = false

  init(_ framing: ZVT.Framing) {
    self.framing = framing
    link = ZVT.Link(framing, maximumLength: 200)
  }

  mutating func step(_ input: inout FuzzInput) {
    switch input.byte(below: 8) {
    case 0, 1, 2: link.receive(input.line(framing), at: now)
    case 3: now = now + input.duration()
    case 4 where !link.isSending:
      link.send([0x06, input.byte(), 0x00], at: now)
      verdictsDue += 1
    case 5 where !link.isSending:
      link.send([0x80, 0x00, 0x00], at: now)
      verdictsDue += 1
    case 6: link.dropStale()
    case 7 where input.byte() & 7 == 0:
      link.lineLost()
      isBroken = false
    default: link.writeRefused(at: now)
    }
    drain()
  }

  mutating func drain() {
    var events = 0
    while let event = link.next(at: now) {
      events += 1
      require(events < 1_000, "a bounded number of events")
      switch event {
      case .sent, .failed: verdictsDue -= 1
      case .received(let apdu): require(apdu.count >= 3 && apdu.count <= 200, "APDUs fit the memory")
      case .write(let bytes): require(!bytes.isEmpty, "something to write")
      case .broken: isBroken = true
      case .noise: break
      }
      require(verdictsDue >= 0, "one verdict an APDU")
    }
    require(verdictsDue == (link.isSending ? 1 : 0), "each APDU gets its verdict")
  }

  /// Silence, and then a good exchange.
  mutating func comeHome() {
    for _ in 0..<10 {
      guard let deadline = link.deadline else { break }
      now = max(now, deadline)
      drain()
    }
    require(link.deadline == nil && !link.isSending, "silence brings it home")
    if isBroken || framing == .tcp { link.lineLost() }
    now = now + .seconds(20)
    let apdu: [UInt8] = [0x04, 0xFF, 0x01, 0x0A]
    link.receive(framing == .serial ? ZVT.FrameEncoder.encode(apdu) : apdu, at: now)
    var wasReceived = false
    while let event = link.next(at: now) { if event == .received(apdu) { wasReceived = true } }
    require(wasReceived, "and it hears again")
  }
}
