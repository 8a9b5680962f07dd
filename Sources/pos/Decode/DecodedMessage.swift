import PosProtocol

/// One piece of a capture, explained: as JSON and as a tree for people.
struct DecodedMessage: Sendable {
  let json: JSON
  let text: String
  let isMalformed: Bool

  init(_ malformed: Malformed) {
    json = [
      "error": [
        "offset": JSON(malformed.offset), "reason": .text(malformed.reason),
        "message": .text(malformed.message),
      ]
    ]
    text = "malformed at byte \(malformed.offset): \(malformed.message) (\(malformed.reason))"
    isMalformed = true
  }

  init(_ piece: Piece, layer: Layer) {
    switch piece {
    case .ack: self.init(linkByte: "06", "ACK", "the frame arrived")
    case .nak: self.init(linkByte: "15", "NAK", "the frame arrived damaged")
    case .malformed(let malformed): self.init(malformed)
    case .message(let apdu, let start, let wire):
      do throws(CodecError) {
        self.init(try ZVT.Dissection(apdu), wire: wire, layer: layer)
      } catch {
        self.init(Malformed(error, in: apdu, at: start, layer: layer))
      }
    }
  }

  private init(linkByte: String, _ name: String, _ meaning: String) {
    json = [
      "control": .text(linkByte), "name": .text(name), "fields": .list([]), "canonical": true,
      "reencoded": .text(linkByte),
    ]
    text = "\(linkByte)  \(name): \(meaning)"
    isMalformed = false
  }

  private init(_ message: ZVT.Dissection, wire: [UInt8], layer: Layer) {
    let control = Hex.text([message.control.classByte, message.control.instruction])
    let name = message.control.name.map { "\($0)" }
    let reencoded =
      layer == .serial ? ZVT.FrameEncoder.encode(message.reencoded) : message.reencoded
    json = [
      "control": .text(control), "name": JSON(name),
      "fields": .list(message.fields.map(Self.json)), "canonical": .flag(message.canonical),
      "reencoded": .text(Hex.text(reencoded)),
    ]
    let head = "\(control.prefix(2)) \(control.suffix(2))  \(name ?? "unknown message")"
    let note = message.canonical ? "" : "  (not the form it would be written in)"
    text = ([head + note] + message.fields.flatMap { Self.lines($0, depth: 1) }).joined(separator: "\n")
    isMalformed = false
  }

  private static func json(_ node: ZVT.Dissection.Node) -> JSON {
    let object: JSON = [
      "tag": JSON(node.tag.map(Malformed.tag)), "name": JSON(node.name.map { "\($0)" }),
      "value": .text(node.value), "hex": .text(Hex.text(node.bytes)),
    ]
    return node.children.isEmpty ? object : object.with("fields", .list(node.children.map(json)))
  }

  private static func lines(_ node: ZVT.Dissection.Node, depth: Int) -> [String] {
    let indent = String(repeating: "  ", count: depth)
    let tag = node.tag.map(Malformed.tag) ?? "--"
    let name = node.name.map { "\($0)" } ?? "unknown"
    let head = indent + tag.padded(to: 6) + name.padded(to: 24 - 2 * min(depth, 4))
    let value = node.children.isEmpty ? "\(node.value)  \(Hex.text(node.bytes).grouped)" : ""
    return [(head + value).trimmedRight] + node.children.flatMap { lines($0, depth: depth + 1) }
  }
}

extension String {
  /// With spaces behind it, at least one.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }

  /// In pairs, long ones cut.
  fileprivate var grouped: String {
    let bytes = stride(from: 0, to: count, by: 2).prefix(24).map { offset in
      self[index(startIndex, offsetBy: offset)...].prefix(2)
    }
    return "[" + bytes.joined(separator: " ") + (count > 48 ? " … \(count / 2) bytes" : "") + "]"
  }

  fileprivate var trimmedRight: String { String(reversed().drop { $0 == " " }.reversed()) }
}
