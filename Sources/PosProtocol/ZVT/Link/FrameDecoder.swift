extension ZVT {
  /// Finds frames, ACKs and NAKs in the bytes of a serial line, one byte or one piece at a time.
  ///
  /// Bounded: it keeps `maximumLength` bytes of an APDU and no other input. A damaged frame is skipped to its
  /// end and reported there, so that its inside is neither refused twice nor taken for ACKs; what it cannot
  /// tell from noise it skips until the next DLE STX or ``pause()``.
  ///
  /// - Spec: PA00P016 §3.
  public struct FrameDecoder: Sendable {
    public enum Event: Hashable, Sendable {
      /// A whole frame with the right checksum: its APDU.
      case frame([UInt8])
      case ack
      case nak
      /// A frame that must be refused.
      case damaged(FrameDamage)
    }

    private enum State: Sendable {
      /// Between frames.
      case idle
      /// Bytes that belong to nothing. An ACK among them is not one.
      case noise
      /// After the DLE that may open a frame.
      case opening
      case data
      case dataAfterDLE
      case checksumLow
      case checksumHigh(low: UInt8)
    }

    /// The shortest APDU: two bytes of control field, one of length.
    private static let minimumLength = 3

    public let maximumLength: Int
    private var state = State.idle
    private var data: [UInt8] = []
    /// What is wrong with the frame that is being skipped.
    private var damage: FrameDamage?

    public init(maximumLength: Int) { self.maximumLength = maximumLength }

    /// Inside a frame: more bytes must come before T1 is over.
    public var isInFrame: Bool {
      switch state {
      case .idle, .noise, .opening: false
      case .data, .dataAfterDLE, .checksumLow, .checksumHigh: true
      }
    }

    var bytesKept: Int { data.count }

    /// Feeds one byte.
    public mutating func feed(_ byte: UInt8) -> Event? {
      switch (state, byte) {
      case (.idle, LinkByte.ack): return .ack
      case (.idle, LinkByte.nak): return .nak
      case (.idle, LinkByte.dle), (.noise, LinkByte.dle): state = .opening
      case (.idle, _): state = .noise
      case (.noise, _): break
      case (.opening, LinkByte.stx): open()
      case (.opening, LinkByte.dle): break
      case (.opening, _): state = .noise
      case (.data, LinkByte.dle): state = .dataAfterDLE
      case (.data, _): append(byte)
      case (.dataAfterDLE, LinkByte.dle):
        state = .data
        append(byte)
      case (.dataAfterDLE, LinkByte.etx): state = .checksumLow
      case (.dataAfterDLE, LinkByte.stx): open()  // The old frame was cut short.
      case (.dataAfterDLE, _):
        state = .data
        spoil(.strayEscape(byte))
      case (.checksumLow, _): state = .checksumHigh(low: byte)
      case (.checksumHigh(let low), _): return close(received: UInt16(byte) << 8 | UInt16(low))
      }
      return nil
    }

    /// Feeds from `index` on until something is found, and leaves `index` behind it. Call until nil.
    ///
    /// The same states as byte by byte; the inside of a frame is copied in runs.
    public mutating func feed(_ bytes: [UInt8], from index: inout Int) -> Event? {
      while index < bytes.count {
        if case .data = state {
          let run = bytes[index...].firstIndex(of: LinkByte.dle) ?? bytes.count
          append(bytes[index..<run])
          index = run
          guard index < bytes.count else { return nil }
        }
        index += 1
        if let event = feed(bytes[index - 1]) { return event }
      }
      return nil
    }

    /// Nothing came for T1: what has begun is over.
    ///
    /// Returns `.damaged` if that was a frame; its rest may still come, so that this is noise until the next
    /// pause.
    public mutating func pause() -> Event? {
      guard isInFrame else {
        state = .idle
        return nil
      }
      state = .noise
      return .damaged(damage ?? .pause)
    }

    /// Forgets what has begun.
    public mutating func reset() { state = .idle }

    private mutating func open() {
      (state, damage) = (.data, nil)
      data.removeAll(keepingCapacity: true)
    }

    private mutating func append(_ byte: UInt8) {
      guard data.count < maximumLength else { return spoil(.tooLong) }
      data.append(byte)
    }

    private mutating func append(_ run: ArraySlice<UInt8>) {
      guard run.count <= maximumLength - data.count else { return spoil(.tooLong) }
      data.append(contentsOf: run)
    }

    /// The first damage counts; the rest of the frame follows from it.
    private mutating func spoil(_ damage: FrameDamage) {
      if self.damage == nil { self.damage = damage }
    }

    private mutating func close(received: UInt16) -> Event {
      // What follows a damaged frame may be more of it.
      state = .noise
      if let damage { return .damaged(damage) }
      let computed = FrameEncoder.checksum(of: data)
      guard received == computed else {
        return .damaged(.checksum(received: received, computed: computed))
      }
      state = .idle
      guard data.count >= Self.minimumLength else { return .damaged(.length) }
      // A copy of its own size: the buffer stays here and is filled again.
      var apdu: [UInt8] = []
      apdu.reserveCapacity(data.count)
      apdu.append(contentsOf: data)
      return .frame(apdu)
    }
  }
}
