import PaymentFlows
import Testing

/// Answers of a service that nobody trusts.
@Suite struct HTTPAnswerReaderTests {
  /// The answer, or the error, of bytes that come in pieces of `size`, then the end of the line.
  static func read(_ text: String, pieces size: Int, limit: Int = 4096) -> Result<HTTPAnswer, ServiceError> {
    var reader = HTTPAnswerReader(limit: limit)
    var rest = Array(text.utf8)[...]
    do throws(ServiceError) {
      while !rest.isEmpty {
        if let answer = try reader.feed(Array(rest.prefix(size))) { return .success(answer) }
        rest = rest.dropFirst(size)
      }
      return .success(try reader.close())
    } catch {
      return .failure(error)
    }
  }

  static let good: [(text: String, status: Int, body: String)] = [
    ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200, "{}"),
    ("HTTP/1.1 200 OK\r\ncontent-LENGTH:2\r\n\r\n{}trailing", 200, "{}"),
    ("HTTP/1.0 503 Busy\r\n\r\nuntil closed", 503, "until closed"),
    ("HTTP/1.1 204 -\r\nContent-Length: 0\r\n\r\n", 204, ""),
    (
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{\"\r\n3;x=y\r\na\"}\r\n0\r\n\r\n", 200,
      "{\"a\"}"
    ),
  ]

  @Test(arguments: good.indices, [1, 3, 4096])
  func readsInAnyPieces(index: Int, size: Int) {
    let row = Self.good[index]
    let answer = Self.read(row.text, pieces: size)
    #expect(answer == .success(HTTPAnswer(status: row.status, body: Array(row.body.utf8))))
  }

  static let bad: [(text: String, error: ServiceError)] = [
    ("", .unreachable), ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", .malformed),
    ("HTTP/1.1 200 OK\r\n", .malformed), ("SSH-2.0-OpenSSH\r\n\r\n", .malformed),
    ("HTTP/1.1 20 OK\r\n\r\n", .malformed), ("HTTP/1.1 999 OK\r\n\r\n", .malformed),
    ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", .malformed),
    ("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", .malformed),
    ("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", .tooLarge),
    ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}", .malformed),
    ("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", .malformed),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", .malformed),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFF\r\n", .malformed),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", .malformed),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", .malformed),
    (String(repeating: "x", count: 5000), .tooLarge),
    ("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 5000), .tooLarge),
  ]

  @Test(arguments: bad.indices, [1, 4096])
  func refuses(index: Int, size: Int) {
    let row = Self.bad[index]
    #expect(Self.read(row.text, pieces: size) == .failure(row.error), "\(row.text.prefix(60))")
  }

  /// Every answer cut anywhere, and with any byte broken, gives an answer or an error.
  @Test func neverTraps() {
    for row in Self.good {
      let bytes = Array(row.text.utf8)
      for place in bytes.indices {
        for byte: UInt8 in [0, 10, 13, 0x39, 0xFF] {
          var broken = bytes
          broken[place] = byte
          var reader = HTTPAnswerReader(limit: 256)
          if (try? reader.feed(broken)) == nil { _ = try? reader.close() }
        }
        var reader = HTTPAnswerReader(limit: 256)
        if (try? reader.feed(Array(bytes[..<place]))) == nil { _ = try? reader.close() }
      }
    }
  }
}
