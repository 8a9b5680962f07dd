import PosProtocol

/// Cuts one direction of a line into what a trace has lines for, and masks it.
struct TraceCutter {
  struct Piece: Hashable {
    let kind: TraceEntry.Kind
    let bytes: [UInt8]
    let apdu: [UInt8]
    let isMasked: Bool
  }

  private let framing: ZVT.Framing
  private var decoder = ZVT.FrameDecoder(maximumLength: Self.maximumLength)
  private var cutter = ZVT.APDUCutter(maximumLength: Self.maximumLength)
  /// What came since the last piece.
  private var pending: [UInt8] = []
  private var isLost = false

  private static let maximumLength = 65_540
  /// The longest frame has each byte doubled. More than that is noise, of which the rest is left out.
  private static let memory = 2 * maximumLength + 16

  init(_ framing: ZVT.Framing) { self.framing = framing }

  mutating func feed(_ bytes: [UInt8]) -> [Piece] {
    switch framing {
    case .serial: feedSerial(bytes)
    case .tcp: feedTCP(bytes)
    }
  }

  /// The line has ended: what is left will not become a frame.
  mutating func finish() -> [Piece] {
    defer { pending = [] }
    return pending.isEmpty ? [] : [unread(.noise, pending)]
  }

  private mutating func feedSerial(_ bytes: [UInt8]) -> [Piece] {
    var pieces: [Piece] = []
    for byte in bytes {
      if pending.count < Self.memory { pending.append(byte) }
      switch decoder.feed(byte) {
      case nil: continue
      case .ack: take(1, as: Piece(kind: .ack, bytes: [byte], apdu: [], isMasked: false), &pieces)
      case .nak: take(1, as: Piece(kind: .nak, bytes: [byte], apdu: [], isMasked: false), &pieces)
      case .frame(let apdu):
        let safe = Self.masked(apdu)
        let piece = Piece(
          kind: .apdu, bytes: ZVT.FrameEncoder.encode(safe), apdu: safe, isMasked: safe != apdu)
        take(ZVT.FrameEncoder.encode(apdu).count, as: piece, &pieces)
      case .damaged: take(pending.count, as: unread(.damaged, pending), &pieces)
      }
    }
    return pieces
  }

  private mutating func feedTCP(_ bytes: [UInt8]) -> [Piece] {
    guard !isLost else { return [] }
    var (pieces, index) = ([Piece](), 0)
    while true {
      let start = index
      let event = cutter.feed(bytes, from: &index)
      pending += bytes[start..<index]
      switch event {
      case nil: return pieces
      case .apdu(let apdu):
        let safe = Self.masked(apdu)
        take(apdu.count, as: Piece(kind: .apdu, bytes: safe, apdu: safe, isMasked: safe != apdu), &pieces)
      case .tooLong:
        isLost = true
        take(pending.count, as: unread(.damaged, pending), &pieces)
        return pieces
      }
    }
  }

  /// The last `count` bytes are `piece`; what stands before them belongs to nothing.
  private mutating func take(_ count: Int, as piece: Piece, _ pieces: inout [Piece]) {
    let noise = Array(pending.dropLast(count))
    if !noise.isEmpty { pieces.append(unread(.noise, noise)) }
    pieces.append(piece)
    pending = []
  }

  private func unread(_ kind: TraceEntry.Kind, _ bytes: [UInt8]) -> Piece {
    let safe = TraceMask.coarsely(bytes)
    return Piece(kind: kind, bytes: safe, apdu: [], isMasked: safe != bytes)
  }

  /// A register's password stands first in its message.
  private static func hidingPassword(_ apdu: [UInt8], _ message: ZVT.Dissection) -> [UInt8] {
    guard let field = message.fields.first, field.name?.description == "password", apdu.count > 3 else {
      return apdu
    }
    let start = apdu[2] == 0xFF ? 5 : 3
    return apdu.prefix(start) + field.bytes.map { _ in 0xEE } + apdu.dropFirst(start + field.bytes.count)
  }

  /// A message as it may be kept.
  static func masked(_ apdu: [UInt8]) -> [UInt8] {
    do throws(CodecError) {
      let message = try ZVT.Dissection(apdu)
      // Behind a tag that no table knows, nobody knows the fields.
      let unread = message.fields.last { $0.name?.description == "unread" }?.bytes.count ?? 0
      let safe = message.masked.dropLast(unread) + TraceMask.coarsely(Array(message.masked.suffix(unread)))
      return hidingPassword(Array(safe), message)
    } catch {
      // The header tells what it is; of the rest nobody knows the fields.
      return Array(apdu.prefix(3)) + TraceMask.coarsely(Array(apdu.dropFirst(3)))
    }
  }
}
