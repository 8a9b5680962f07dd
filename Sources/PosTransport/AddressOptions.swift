/// What stands behind the question mark of an address: `name=value`, joined by `&`, each at most once.
struct AddressOptions {
  private var values: [String: String] = [:]

  /// The part before the question mark, and the options behind it.
  static func split(_ text: String, of scheme: String) throws(TransportError) -> (String, AddressOptions) {
    guard !text.utf8.contains(0) else { throw .badAddress("\(scheme) the address has a zero byte") }
    let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var options = AddressOptions()
    for option in parts.count > 1 ? parts[1].split(separator: "&", omittingEmptySubsequences: false) : [] {
      let pair = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2 else { throw .badAddress("'\(option)': expected NAME=VALUE") }
      let name = String(pair[0])
      guard options.values[name] == nil else { throw .badAddress("'\(option)': \(name) is given twice") }
      options.values[name] = String(pair[1])
    }
    return (String(parts.first ?? ""), options)
  }

  /// An address with the options that differ from what holds without them.
  static func text(_ address: String, _ options: [String]) -> String {
    address + (options.isEmpty ? "" : "?" + options.joined(separator: "&"))
  }

  static func decimal(_ text: String, _ range: ClosedRange<Int>) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
      range.contains(number)
    else { return nil }
    return number
  }

  mutating func text(_ name: String) -> String? { values.removeValue(forKey: name) }

  mutating func number(
    _ name: String, _ range: ClosedRange<Int>, _ expected: String
  ) throws(TransportError) -> Int? {
    guard let value = text(name) else { return nil }
    guard let number = Self.decimal(value, range) else {
      throw .badAddress("\(name)=\(value): expected \(expected)")
    }
    return number
  }

  mutating func flag(_ name: String) throws(TransportError) -> Bool? {
    switch text(name) {
    case nil: return nil
    case "on": return true
    case "off": return false
    case let value?: throw .badAddress("\(name)=\(value): expected on or off")
    }
  }

  mutating func choice<Value: RawRepresentable & CaseIterable>(
    _ name: String
  ) throws(TransportError) -> Value? where Value.RawValue == String {
    guard let text = text(name) else { return nil }
    guard let value = Value(rawValue: text) else {
      let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw .badAddress("\(name)=\(text): expected one of \(words)")
    }
    return value
  }

  mutating func serialSettings() throws(TransportError) -> SerialSettings {
    var settings = SerialSettings()
    settings.baud = try number("baud", 1...100_000_000, "a positive number") ?? settings.baud
    settings.stopBits = try number("stop", 1...2, "1 or 2") ?? settings.stopBits
    settings.parity = try choice("parity") ?? settings.parity
    return settings
  }

  /// Nothing may be left over.
  func finish(known: String) throws(TransportError) {
    guard let name = values.keys.min() else { return }
    throw .badAddress("'\(name)': only \(known) are known")
  }
}

extension SerialSettings {
  /// As options, what differs from the standard.
  var texts: [String] {
    let standard = SerialSettings()
    return [
      baud == standard.baud ? nil : "baud=\(baud)",
      stopBits == standard.stopBits ? nil : "stop=\(stopBits)",
      parity == standard.parity ? nil : "parity=\(parity.rawValue)",
    ].compactMap(\.self)
  }
}

extension ReplaySettings {
  /// As options, what differs from the standard.
  var texts: [String] {
    let standard = ReplaySettings()
    let gap: String? =
      switch gaps {
      case .original: nil
      case .none: "gaps=none"
      case .fixed(let time): "gaps=\(Int(time / .milliseconds(1)))"
      }
    return [
      side == standard.side ? nil : "side=\(side.rawValue)", gap, isLooped ? "loop=on" : nil,
      connection == standard.connection ? nil : "connection=\(connection)",
    ].compactMap(\.self)
  }
}
