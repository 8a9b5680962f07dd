import PosProtocol

@testable import PosDriver

/// What ``TraceFormatter`` said when it made a tree of each message: slow, and right.
enum TreeFormatter {
  /// A message by its control field, its name, and its fields by name and value. Card digits are masked.
  static func text(_ apdu: [UInt8]) -> String {
    do throws(CodecError) {
      let message = try ZVT.Dissection(apdu)
      let fields = described(message.fields, currency(message.fields))
      return ([head(message)] + fields).joined(separator: "  ")
    } catch {
      return "unreadable \(Hex.spaced(ZVT.masked(apdu)))"
    }
  }

  private static func head(_ message: ZVT.Dissection) -> String {
    let (first, second) = (message.control.classByte, message.control.instruction)
    let code = Hex.spaced([first, second])
    switch (first, second) {
    case (0x80, 0x00), (0x84, 0x00): return "\(code) yes"
    case (0x84, _): return "\(code) no: \(ZVT.resultName(second)?.description ?? "refused")"
    case _: return "\(code) \(message.control.name?.description ?? "unknown message")"
    }
  }

  private static func described(_ nodes: [ZVT.Dissection.Node], _ currency: Currency?) -> [String] {
    nodes.flatMap { node -> [String] in
      let name = node.name?.description ?? node.tag.map { String($0, radix: 16, uppercase: true) } ?? "data"
      if !node.children.isEmpty { return described(node.children, currency) }
      return node.bytes.isEmpty && node.value.isEmpty ? [] : ["\(name) \(value(node, currency))"]
    }
  }

  private static func value(_ node: ZVT.Dissection.Node, _ currency: Currency?) -> String {
    switch node.tag {
    case 0x04: money(node.bytes, currency) ?? node.value
    case 0x49: self.currency(node.bytes).map(name) ?? node.value
    default: node.value
    }
  }

  private static func money(_ bytes: [UInt8], _ currency: Currency?) -> String? {
    let digits = bytes.flatMap { [$0 >> 4, $0 & 0x0F] }
    guard digits.count == 12, digits.allSatisfy({ $0 <= 9 }) else { return nil }
    let currency = currency ?? .eur
    let decimals = currency.minorUnitDigits
    let whole = digits.dropLast(decimals).drop { $0 == 0 }
    var text = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { text += "," }
      text += "\(digit)"
    }
    if text.isEmpty { text = "0" }
    if decimals > 0 { text += "." + digits.suffix(decimals).map { "\($0)" }.joined() }
    return "\(text) \(name(currency))"
  }

  private static func currency(_ nodes: [ZVT.Dissection.Node]) -> Currency? {
    nodes.first { $0.tag == 0x49 }.flatMap { currency($0.bytes) }
  }

  private static func currency(_ bytes: [UInt8]) -> Currency? {
    let digits = bytes.flatMap { [$0 >> 4, $0 & 0x0F] }
    guard digits.count == 4, digits.allSatisfy({ $0 <= 9 }) else { return nil }
    return Currency(numericCode: digits.reduce(0) { $0 * 10 + UInt16($1) })
  }

  private static func name(_ currency: Currency) -> String {
    switch currency {
    case .irr: "IRR"
    case .eur: "EUR"
    default: "\(currency.numericCode)"
    }
  }
}
