extension LineAddress: CustomStringConvertible {
  /// Reads an address as people type it; see the type for the grammar.
  public static func parse(_ text: String) throws(TransportError) -> LineAddress {
    if text.hasPrefix("/") { return try serial(text) }
    guard let colon = text.firstIndex(of: ":") else {
      throw .badAddress("'\(text)': expected serial:PATH, tcp:HOST:PORT, usb:VID:PID or replay:FILE")
    }
    let rest = String(text[text.index(after: colon)...])
    switch text[..<colon] {
    case "serial": return try serial(rest)
    case "tcp": return try tcp(rest)
    case "usb": return try usb(rest)
    case "replay": return try replay(rest)
    default: throw .badAddress("'\(text)': only serial:, tcp:, usb: and replay: are known")
    }
  }

  /// The shortest text that `parse` reads as this address.
  public var description: String {
    switch self {
    case .tcp(let host, let port): return "tcp:\(host.contains(":") ? "[\(host)]" : host):\(port)"
    case .serial(let path, let settings):
      let port = [
        settings.dtr.map { "dtr=\($0 ? "on" : "off")" }, settings.rts.map { "rts=\($0 ? "on" : "off")" },
        settings.hangsUp ? "hangup=on" : nil, settings.id.map { "id=\($0)" },
        settings.interface.map { "interface=\($0)" },
      ]
      return AddressOptions.text("serial:\(path)", settings.texts + port.compactMap(\.self))
    case .usb(let usb):
      let ids = [usb.vendorID, usb.productID].compactMap(\.self).map(Self.hexadecimal)
      let device = (ids + [usb.serialNumber].compactMap(\.self)).joined(separator: ":")
      return AddressOptions.text(
        "usb:\(device)", [usb.interface.map { "interface=\($0)" }].compactMap(\.self) + usb.settings.texts)
    case .replay(let path, let settings): return AddressOptions.text("replay:\(path)", settings.texts)
    }
  }

  static func hexadecimal(_ number: UInt16) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }

  private static func serial(_ text: String) throws(TransportError) -> LineAddress {
    var (path, options) = try AddressOptions.split(text, of: "serial:")
    guard !path.isEmpty else { throw .badAddress("serial: needs a path") }
    var settings = try options.serialSettings()
    settings.dtr = try options.flag("dtr")
    settings.rts = try options.flag("rts")
    settings.hangsUp = try options.flag("hangup") ?? false
    settings.id = options.text("id")
    settings.interface = try options.number("interface", 0...255, "0 to 255").map { UInt8($0) }
    try options.finish(known: "baud, stop, parity, dtr, rts, hangup, id and interface")
    switch settings.id {
    case "": throw .badAddress("id= needs a serial number")
    case nil where path == "auto": throw .badAddress("serial:auto needs id=SERIAL; 'pos ports' shows it")
    case nil where settings.interface != nil: throw .badAddress("interface= needs id=SERIAL")
    default: break
    }
    return .serial(path: path, settings: settings)
  }

  private static func usb(_ text: String) throws(TransportError) -> LineAddress {
    var (device, options) = try AddressOptions.split(text, of: "usb:")
    var address = USBAddress()
    if !device.isEmpty {
      let parts = device.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count >= 2, let vendor = hexadecimal(parts[0]), let product = hexadecimal(parts[1]),
        parts.count == 2 || !parts[2].isEmpty
      else { throw .badAddress("'usb:\(text)': expected usb:VID:PID or usb:VID:PID:SERIAL, four hex digits") }
      (address.vendorID, address.productID) = (vendor, product)
      address.serialNumber = parts.count == 3 ? String(parts[2]) : nil
    }
    address.interface = try options.number("interface", 0...255, "0 to 255").map { UInt8($0) }
    address.settings = try options.serialSettings()
    try options.finish(known: "interface, baud, stop and parity")
    return .usb(address)
  }

  private static func replay(_ text: String) throws(TransportError) -> LineAddress {
    var (path, options) = try AddressOptions.split(text, of: "replay:")
    guard !path.isEmpty else { throw .badAddress("replay: needs the path of a trace") }
    var settings = ReplaySettings()
    settings.side = try options.choice("side") ?? .terminal
    settings.isLooped = try options.flag("loop") ?? false
    settings.connection = try options.number("connection", 1...1_000_000, "a positive number") ?? 1
    switch options.text("gaps") {
    case nil, "original": settings.gaps = .original
    case "none": settings.gaps = .none
    case let text?:
      guard let milliseconds = AddressOptions.decimal(text, 0...86_400_000) else {
        throw .badAddress("gaps=\(text): expected original, none or milliseconds")
      }
      settings.gaps = .fixed(.milliseconds(milliseconds))
    }
    try options.finish(known: "side, gaps, loop and connection")
    return .replay(path: path, settings)
  }

  static func hexadecimal(_ text: Substring) -> UInt16? {
    guard text.utf8.count == 4, text.allSatisfy(\.isHexDigit), text.utf8.count == text.count else {
      return nil
    }
    return UInt16(text, radix: 16)
  }

  private static func tcp(_ text: String) throws(TransportError) -> LineAddress {
    guard let colon = text.lastIndex(of: ":"),
      let port = AddressOptions.decimal(String(text[text.index(after: colon)...]), 0...65_535)
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
}
