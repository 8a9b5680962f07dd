import Foundation
import PosProtocol
import Testing

/// A row of fixtures/zvt-vectors.json: bytes others made, and what an independent decoder says of them.
struct FixtureRow: Decodable, Sendable, CustomTestStringConvertible {
  let source: String
  let layer: String
  let hex: String
  let meaning: String
  let lengthIsRight: Bool?

  enum CodingKeys: String, CodingKey {
    case source, layer, hex, meaning
    case lengthIsRight = "length_ok"
  }

  var testDescription: String { "\(hex.prefix(60)) \(meaning.prefix(60))" }

  /// The APDU in the row: of a serial frame what its unframing gives, of a stream the first message.
  var apdu: [UInt8] {
    get throws {
      let bytes = try Hex.bytes(hex)
      switch layer {
      case "serial-frame":
        var decoder = ZVT.FrameDecoder(maximumLength: 65_538)
        for byte in bytes {
          if case .frame(let apdu)? = decoder.feed(byte) { return apdu }
        }
        throw CodecError(.truncated(missing: 1), at: bytes.count)
      case "tcp":
        return Array(bytes.prefix(try #require(ZVT.APDU.length(of: bytes[...]))))
      default: return bytes
      }
    }
  }

  static let all: [FixtureRow] = {
    do {
      let root = URL(filePath: #filePath).appending(path: "../../../../fixtures").standardized
      let data = try Data(contentsOf: root.appending(path: "zvt-vectors.json"))
      return try JSONDecoder().decode([FixtureRow].self, from: data)
    } catch {
      Issue.record("fixtures/zvt-vectors.json cannot be read: \(error)")
      return []
    }
  }()

  static let wellFormed = all.filter { $0.lengthIsRight ?? true }
  static let malformed = all.filter { !($0.lengthIsRight ?? true) }
}
