/// A request to the service: JSON, by POST.
public struct HTTPRequest: Hashable, Sendable {
  /// Begins with a slash.
  public let path: String
  public let body: [UInt8]

  /// As it goes over the line. One request a connection: no answer can be taken for another's.
  func bytes(host: String) -> [UInt8] {
    let head = [
      "POST \(path) HTTP/1.1", "Host: \(host)", "Content-Type: application/json",
      "Content-Length: \(body.count)", "Connection: close", "", "",
    ]
    return Array(head.joined(separator: "\r\n").utf8) + body
  }
}

/// A whole answer.
public struct HTTPAnswer: Hashable, Sendable {
  public let status: Int
  public let body: [UInt8]

  public init(status: Int, body: [UInt8]) { (self.status, self.body) = (status, body) }
}
