import PosProtocol
import PosTransport

/// Plays one side of a recorded connection: what the other side says and the time go in, what is to be said
/// comes out.
///
/// Each entry of the record is either ours, and said when its time has come, or the other side's, and waited
/// for. Noise that the other side made is not waited for.
struct ReplayMachine {
  enum Action: Hashable {
    case say(TraceEntry)
    case heard(TraceEntry)
    case depart(ReplayDeparture)
    /// The record is at its end, and so is the line if we ended it.
    case finish(closes: Bool)
  }

  private let recording: Recording
  private let ours: TraceEntry.Direction
  private let settings: ReplaySettings
  private let comparison: ReplayComparison
  private var ear: ReplayEar
  private var position = 0
  /// When the last entry passed, here and in the record.
  private var last: (here: Duration, there: Duration)
  private var isOver = false
  /// The other side was waited for since the record began.
  private var hasWaited = false
  /// Messages that may still be said; nil: any number.
  private var steps: Int?
  /// When there is something to say.
  private(set) var deadline: Duration?

  init(
    _ recording: Recording, _ settings: ReplaySettings, isExact: Bool = false, isStepped: Bool = false,
    at now: Duration
  ) {
    (self.recording, self.settings) = (recording, settings)
    ours = settings.side == .terminal ? .received : .sent
    comparison = ReplayComparison(isExact: isExact)
    ear = ReplayEar(recording.framing)
    last = (now, recording.entries.first?.time ?? .zero)
    steps = isStepped ? 0 : nil
  }

  mutating func hear(_ bytes: [UInt8]) { ear.hear(bytes) }

  /// One more message may be said.
  mutating func step() { steps = steps.map { $0 + 1 } }

  /// The line has ended.
  mutating func lineClosed() -> Action? {
    guard !isOver else { return nil }
    isOver = true
    // What is ours was not wanted any more, unless the record ends so too.
    guard let next = (position..<recording.entries.count).first(where: { isMessage($0) }) else {
      return .finish(closes: false)
    }
    return .depart(departure(.closed, at: next, nil, []))
  }

  /// What comes next; call until nil, and again at `deadline`.
  mutating func next(at now: Duration) -> Action? {
    deadline = nil
    while !isOver {
      guard position < recording.entries.count else { return end(at: now) }
      let entry = recording.entries[position]
      if entry.direction == .line { return close(entry, at: now) }
      if entry.direction == ours {
        guard isDue(entry, at: now) else { return nil }
        if entry.kind == .apdu { steps = steps.map { $0 - 1 } }
        pass(entry, at: now)
        return .say(entry)
      }
      guard entry.kind != .noise, entry.kind != .damaged else {
        pass(entry, at: now)
        continue
      }
      guard let heard = ear.next() else { return nil }
      if let departure = compare(entry, heard) {
        isOver = true
        return .depart(departure)
      }
      pass(entry, at: now)
      hasWaited = true
      return .heard(entry)
    }
    return nil
  }

  // MARK: ours

  private mutating func isDue(_ entry: TraceEntry, at now: Duration) -> Bool {
    if let steps, steps <= 0, entry.kind == .apdu { return false }
    let due = last.here + gap(entry)
    if now >= due { return true }
    deadline = due
    return false
  }

  private func gap(_ entry: TraceEntry) -> Duration {
    // Whoever steps decides when.
    guard steps == nil else { return .zero }
    switch settings.gaps {
    case .original: return max(.zero, entry.time - last.there)
    case .none: return .zero
    case .fixed(let time): return entry.kind == .ack || entry.kind == .nak ? .zero : time
    }
  }

  private mutating func pass(_ entry: TraceEntry, at now: Duration) {
    position += 1
    last = (now, entry.time)
  }

  /// The line's end in the record: ours if we ended it.
  private mutating func close(_ entry: TraceEntry, at now: Duration) -> Action? {
    let isOurs = (entry.closure == .closedHere) == (ours == .sent)
    guard isDue(entry, at: now) else { return nil }
    if settings.isLooped { return again(at: now) }
    isOver = true
    return .finish(closes: isOurs)
  }

  private mutating func end(at now: Duration) -> Action? {
    if settings.isLooped { return again(at: now) }
    isOver = true
    return .finish(closes: false)
  }

  private mutating func again(at now: Duration) -> Action? {
    // A round in which nobody is waited for, played without gaps, would never come to rest.
    guard hasWaited, let first = recording.entries.first else {
      isOver = true
      return .finish(closes: true)
    }
    (position, last, hasWaited) = (0, (now, first.time), false)
    return next(at: now)
  }

  // MARK: theirs

  private func isMessage(_ index: Int) -> Bool { recording.entries[index].kind == .apdu }

  private func compare(_ entry: TraceEntry, _ heard: ReplayEar.Heard) -> ReplayDeparture? {
    switch (entry.kind, heard) {
    case (.ack, .ack), (.nak, .nak): return nil
    case (.apdu, .apdu(let apdu)):
      guard let offset = comparison.difference(entry.apdu, isMasked: entry.isMasked, apdu) else { return nil }
      return departure(.message, at: position, offset, heard.masked)
    case (_, .noise): return departure(.noise, at: position, nil, heard.masked)
    case _: return departure(.other, at: position, nil, heard.masked)
    }
  }

  private func departure(
    _ kind: ReplayDeparture.Kind, at index: Int, _ offset: Int?, _ heard: [UInt8]
  ) -> ReplayDeparture {
    let entry = recording.entries[index]
    return ReplayDeparture(
      kind: kind, line: recording.lines[index], offset: offset,
      recorded: entry.kind == .apdu ? entry.apdu : entry.bytes, heard: heard)
  }

  /// What came although the record is at its end; nil: nothing.
  mutating func surplus() -> ReplayDeparture? {
    guard let heard = ear.next() else { return nil }
    return ReplayDeparture(kind: .more, line: nil, offset: nil, recorded: [], heard: heard.masked)
  }
}

/// Cuts what the other side says into what a trace has entries for.
struct ReplayEar {
  enum Heard: Hashable {
    case apdu([UInt8])
    case ack, nak
    /// Bytes that are no frame.
    case noise([UInt8])

    /// As it may be shown.
    var masked: [UInt8] {
      switch self {
      case .apdu(let apdu): TraceCutter.masked(apdu)
      case .ack: [0x06]
      case .nak: [0x15]
      case .noise(let bytes): TraceMask.coarsely(bytes)
      }
    }
  }

  private let framing: ZVT.Framing
  private var decoder = ZVT.FrameDecoder(maximumLength: 65_540)
  private var cutter = ZVT.APDUCutter(maximumLength: 65_540)
  private var heard: [Heard] = []
  private var isLost = false

  /// Whoever says that much more than was expected is not listened to any more.
  private static let limit = 1024

  init(_ framing: ZVT.Framing) { self.framing = framing }

  mutating func next() -> Heard? { heard.isEmpty ? nil : heard.removeFirst() }

  mutating func hear(_ bytes: [UInt8]) {
    guard !isLost, heard.count < Self.limit else { return }
    var index = 0
    switch framing {
    case .serial: while let event = hearFrame(bytes, from: &index) { heard.append(event) }
    case .tcp: while let event = hearMessage(bytes, from: &index) { heard.append(event) }
    }
  }

  private mutating func hearFrame(_ bytes: [UInt8], from index: inout Int) -> Heard? {
    while index < bytes.count {
      let (byte, wasInFrame) = (bytes[index], decoder.isInFrame)
      index += 1
      switch decoder.feed(byte) {
      case .frame(let apdu): return .apdu(apdu)
      case .ack: return .ack
      case .nak: return .nak
      case .damaged: return .noise([byte])
      case nil:
        // A byte that neither is in a frame nor may open one.
        guard wasInFrame || decoder.isInFrame || byte == 0x10 else { return .noise([byte]) }
      }
    }
    return nil
  }

  private mutating func hearMessage(_ bytes: [UInt8], from index: inout Int) -> Heard? {
    switch cutter.feed(bytes, from: &index) {
    case nil: return nil
    case .apdu(let apdu): return .apdu(apdu)
    case .tooLong:
      (isLost, index) = (true, bytes.count)
      return .noise(Array(bytes.prefix(16)))
    }
  }
}
