extension LineAddress: CustomStringConvertible {
  /// Reads an address as people type it; see the type for the grammar.
  public static func parse(_ text: String) throws(TransportError) -> LineAddress {
    if text.hasPrefix("/") { return try serial(text) }
    guard let colon = text.firstIndex(of: ":") else {
      throw .badAddress("'\(text)': expected serial:PATH or tcp:HOST:PORT")
    }
    let rest = String(text[text.index(after: colon)...])
    switch text[..<colon] {
    case "serial": return try serial(rest)
    case "tcp": return try tcp(rest)
    default: throw .badAddress("'\(text)': only serial: and tcp: are known")
    }
  }

  /// The shortest text that `parse` reads as this address.
  public var description: String {
    switch self {
    case .tcp(let host, let port): return "tcp:\(host.contains(":") ? "[\(host)]" : host):\(port)"
    case .serial(let path, let settings):
      let standard = SerialSettings()
      var options: [String] = []
      if settings.baud != standard.baud { options.append("baud=\(settings.baud)") }
      if settings.stopBits != standard.stopBits { options.append("stop=\(settings.stopBits)") }
      if settings.parity != standard.parity { options.append("parity=\(settings.parity.rawValue)") }
      return "serial:\(path)" + (options.isEmpty ? "" : "?" + options.joined(separator: "&"))
    }
  }

  private static func serial(_ text: String) throws(TransportError) -> LineAddress {
    let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let path = parts.first, !path.isEmpty else { throw .badAddress("serial: needs a path") }
    guard !path.utf8.contains(0) else { throw .badAddress("serial: the path has a zero byte") }
    var settings = SerialSettings()
    for option in parts.count > 1 ? parts[1].split(separator: "&", omittingEmptySubsequences: false) : [] {
      let pair = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = pair.count > 1 ? String(pair[1]) : ""
      switch pair[0] {
      case "baud":
        guard let baud = decimal(value, 1...100_000_000) else {
          throw .badAddress("baud=\(value): expected a positive number")
        }
        settings.baud = baud
      case "stop":
        guard let bits = decimal(value, 1...2) else { throw .badAddress("stop=\(value): expected 1 or 2") }
        settings.stopBits = bits
      case "parity":
        guard let parity = SerialSettings.Parity(rawValue: value) else {
          throw .badAddress("parity=\(value): expected none, even or odd")
        }
        settings.parity = parity
      default: throw .badAddress("'\(option)': only baud, stop and parity are known")
      }
    }
    return .serial(path: String(path), settings: settings)
  }

  private static func tcp(_ text: String) throws(TransportError) -> LineAddress {
    guard let colon = text.lastIndex(of: ":"),
      let port = decimal(String(text[text.index(after: colon)...]), 0...65_535)
    else { throw .badAddress("'tcp:\(text)': expected tcp:HOST:PORT with a port of 0 to 65535") }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      throw .badAddress("'tcp:\(text)': an IPv6 address stands in brackets, as in tcp:[::1]:20007")
    }
    guard !host.isEmpty, !host.contains(where: { $0 == "[" || $0 == "]" || $0 == " " }) else {
      throw .badAddress("'tcp:\(text)': expected a host before the port")
    }
    return .tcp(host: String(host), port: port)
  }

  private static func decimal(_ text: String, _ range: ClosedRange<Int>) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
      range.contains(number)
    else { return nil }
    return number
  }
}
