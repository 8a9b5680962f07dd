/// Reads one HTTP/1.1 answer from bytes in any pieces. It keeps at most `limit` of them, and trusts nobody.
///
/// - Spec: RFC 9112 §4, §6, §7.1.
public struct HTTPAnswerReader: Sendable {
  /// Bytes of an answer, its head too.
  public let limit: Int
  private var bytes: [UInt8] = []
  private var state = State.head

  private enum State: Hashable {
    case head
    case body(status: Int, from: Int, Length)
    case over
  }

  private enum Length: Hashable {
    case exactly(Int)
    case chunks, untilClosed
  }

  public init(limit: Int = 1 << 18) { self.limit = limit }

  /// Takes what came; the answer, as soon as it is whole.
  public mutating func feed(_ piece: [UInt8]) throws(ServiceError) -> HTTPAnswer? {
    guard bytes.count + piece.count <= limit else { throw fail(.tooLarge) }
    bytes += piece
    return try step(isClosed: false)
  }

  /// The line ended: an answer that ends with it is whole now, another never will be.
  public mutating func close() throws(ServiceError) -> HTTPAnswer {
    guard let answer = try step(isClosed: true) else { throw fail(bytes.isEmpty ? .unreachable : .malformed) }
    return answer
  }

  private mutating func step(isClosed: Bool) throws(ServiceError) -> HTTPAnswer? {
    if state == .head, let end = Self.headEnd(bytes) {
      state = try head(Array(bytes[..<end]), from: end + 4)
    }
    guard case .body(let status, let start, let length) = state else { return nil }
    let body = bytes[start...]
    switch length {
    case .exactly(let count):
      guard body.count >= count else { return nil }
      return finish(status, Array(body.prefix(count)))
    case .untilClosed:
      return isClosed ? finish(status, Array(body)) : nil
    case .chunks:
      guard let whole = try chunks(body) else { return nil }
      return finish(status, whole)
    }
  }

  private mutating func finish(_ status: Int, _ body: [UInt8]) -> HTTPAnswer {
    state = .over
    return HTTPAnswer(status: status, body: body)
  }

  private mutating func fail(_ error: ServiceError) -> ServiceError {
    state = .over
    return error
  }

  private static func headEnd(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    return (0...bytes.count - 4).first { bytes[$0..<$0 + 4] == [13, 10, 13, 10] }
  }

  private mutating func head(_ head: [UInt8], from start: Int) throws(ServiceError) -> State {
    let lines = String(decoding: head, as: UTF8.self).split(
      separator: "\r\n", omittingEmptySubsequences: false)
    let first = lines[0].split(separator: " ", maxSplits: 2)
    guard first.count >= 2, first[0] == "HTTP/1.1" || first[0] == "HTTP/1.0", first[1].utf8.count == 3,
      let status = Int(first[1]), (100...599).contains(status)
    else { throw fail(.malformed) }
    var length = Length.untilClosed
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { throw fail(.malformed) }
      let value = line[line.index(after: colon)...].filter { $0 != " " && $0 != "\t" }.lowercased()
      switch line[..<colon].lowercased() {
      case "content-length":
        guard value.utf8.count <= 9, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
          let count = Int(value), length == .untilClosed || length == .exactly(count)
        else { throw fail(.malformed) }
        guard count <= limit else { throw fail(.tooLarge) }
        length = .exactly(count)
      case "transfer-encoding":
        guard value == "chunked", length == .untilClosed else { throw fail(.malformed) }
        length = .chunks
      default: break
      }
    }
    return .body(status: status, from: start, length)
  }

  /// The chunks put together; nil while some are missing.
  private mutating func chunks(_ body: ArraySlice<UInt8>) throws(ServiceError) -> [UInt8]? {
    var (whole, rest): ([UInt8], ArraySlice<UInt8>) = ([], body)
    while let end = rest.firstIndex(of: 10) {
      let line = String(decoding: rest[..<end], as: UTF8.self)
      let digits = line.prefix { $0.isHexDigit }
      guard (1...6).contains(digits.utf8.count), let count = Int(digits, radix: 16) else {
        throw fail(.malformed)
      }
      rest = rest[(end + 1)...]
      if count == 0 { return whole }
      guard rest.count >= count + 2 else { return nil }
      guard rest.dropFirst(count).prefix(2).elementsEqual([13, 10]) else { throw fail(.malformed) }
      whole += rest.prefix(count)
      rest = rest.dropFirst(count + 2)
    }
    guard rest.count <= 64 else { throw fail(.malformed) }
    return nil
  }
}
