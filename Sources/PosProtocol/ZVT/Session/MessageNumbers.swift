extension ZVT {
  /// One side's account of the numbers of messages, where both sides agreed on them.
  ///
  /// Whoever sends something new counts on from the last number that either has used; an answer has the
  /// number of what it answers; what is sent again keeps its own. So an answer that comes late is not taken
  /// for another's, and what comes twice is answered as before, and not done again.
  /// - Wire: TLV 1F73, 3 bytes of packed BCD; 000000 in the registration, then 000001...999999, then 000001.
  /// - Spec: PA00P015 §9.4.
  struct MessageNumbers: Hashable, Sendable {
    /// What a message of the other side is.
    enum News: Hashable {
      case fresh
      /// It came before; what it was answered with, if it was.
      case repeated(answer: [UInt8]?)
      /// An answer to something that is not out any more.
      case stale
    }

    static let tag: UInt32 = 0x1F73
    private static let largest: UInt32 = 999_999
    private var last: UInt32 = 0
    /// Of the other side's last message, and how it was answered.
    private var received: UInt32?
    private var answer: [UInt8]?
    /// It was answered with "please wait": it will come again, and wants another answer.
    private var mayComeAgain = false
    /// Of our own last message, until it is answered.
    private var awaited: UInt32?

    /// A terminal's, whose completion of the registration is numbered 000000.
    static let terminal = MessageNumbers(awaited: 0)
    /// A register's, which has got that completion.
    static let register = MessageNumbers(received: 0)

    private init(received: UInt32? = nil, awaited: UInt32? = nil) {
      (self.received, self.awaited) = (received, awaited)
    }

    /// Judges a message that came. One without a number, as some may send it, counts as fresh.
    mutating func take(_ apdu: APDU) -> News {
      guard let number = Self.number(of: apdu) else { return .fresh }
      if apdu.control.isResponse {
        guard number == awaited else { return .stale }
        awaited = nil
        return .fresh
      }
      if number == received, !mayComeAgain { return .repeated(answer: answer) }
      (received, answer, mayComeAgain) = (number, nil, false)
      if isLater(number) { last = number }
      return .fresh
    }

    /// Two messages that cross on the line may have one number. What was counted further already stays: a
    /// number that is used twice would let an answer to the first count as one to the second.
    private func isLater(_ number: UInt32) -> Bool {
      guard last > 0 else { return true }
      let ahead = (number + Self.largest - last) % Self.largest
      return ahead < Self.largest / 2
    }

    /// Numbers something new.
    mutating func numbered(_ apdu: [UInt8]) -> [UInt8] {
      last = last % Self.largest + 1
      awaited = last
      return Self.stamped(apdu, last)
    }

    /// Numbers an answer to what came last.
    mutating func numbered(answer bytes: [UInt8]) -> [UInt8] {
      guard let received else { return bytes }
      let stamped = Self.stamped(bytes, received)
      (answer, mayComeAgain) = (stamped, bytes.prefix(2).elementsEqual([0x84, 0x9C]))
      return stamped
    }

    /// What was sent before goes out again.
    mutating func expectAnswer(to apdu: [UInt8]) {
      guard let apdu = try? APDU(decoding: apdu), let number = Self.number(of: apdu) else { return }
      awaited = number
    }

    static func number(of apdu: APDU) -> UInt32? {
      guard let value = container(of: apdu)?.tlv.value(tag), value.count == 3 else { return nil }
      var reader = ByteReader(value)
      guard let number = try? BCD.read(digits: 6, from: &reader) else { return nil }
      return UInt32(number)
    }

    /// The APDU with the number in its container, which is made if there is none. What cannot be read stays.
    static func stamped(_ bytes: [UInt8], _ number: UInt32) -> [UInt8] {
      guard var apdu = try? APDU(decoding: bytes) else { return bytes }
      let old = container(of: apdu)
      var (tlv, value, content): (TLV, [UInt8], [UInt8]) = (old?.tlv ?? TLV(), [], [])
      BCD.write(UInt64(number), digits: 6, to: &value)
      tlv.objects.removeAll { $0.tag == tag }
      tlv.append(tag, value)
      tlv.write(to: &content)
      var field: [UInt8] = [0x06]
      TLV.writeLength(content.count, to: &field)
      field += content
      if let old { apdu.data.replaceSubrange(old.range, with: field) } else { apdu.data += field }
      return apdu.data.count <= APDU.maximumDataCount ? apdu.encoded() : bytes
    }

    /// Where the container stands in the data, and what is in it.
    private static func container(of apdu: APDU) -> (range: Range<Int>, tlv: TLV)? {
      guard let body = try? Body(apdu, headerCount: 0),
        let field = body.tagged.first(where: { $0.tag == 0x06 })
      else { return nil }
      var content = field.content
      let end = content.offset + content.remaining
      guard let tlv = try? TLV.spans(from: &content).container else { return nil }
      return (field.offset..<end, tlv)
    }
  }
}
