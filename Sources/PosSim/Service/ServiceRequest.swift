/// Cuts one HTTP request out of what comes: its path and its body. Memory is bounded, and what is no request
/// ends it.
struct ServiceRequest {
  enum Progress: Hashable {
    case more
    case whole(path: String, body: [UInt8])
    case bad
  }

  private var bytes: [UInt8] = []
  static let limit = 65_536

  mutating func feed(_ piece: [UInt8]) -> Progress {
    guard bytes.count + piece.count <= Self.limit else { return .bad }
    bytes += piece
    guard bytes.count >= 4,
      let end = (0...bytes.count - 4).first(where: { bytes[$0..<$0 + 4] == [13, 10, 13, 10] })
    else { return .more }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3, words[0] == "POST" || words[0] == "GET" else { return .bad }
    let header = lines.dropFirst().first { $0.lowercased().hasPrefix("content-length:") }
    let text = header?.drop { $0 != ":" }.dropFirst().filter { $0 != " " }
    guard let count = text.map({ Int($0) }) ?? 0, (0...Self.limit).contains(count) else { return .bad }
    let body = bytes[(end + 4)...]
    return body.count < count ? .more : .whole(path: String(words[1]), body: Array(body.prefix(count)))
  }
}
