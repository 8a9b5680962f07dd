import Foundation
import Testing

@testable import pos

/// `pos decode`: what is malformed and where, and what others' vectors come to.
@Suite struct DecodeTests {
  struct Row: CustomTestStringConvertible {
    let layer: Layer
    let hex: String
    /// Reason and offset; nil: well-formed.
    var fault: (reason: String, offset: Int)?
    var testDescription: String { "\(layer) \(hex)" }
  }

  static let rows = [
    Row(layer: .apdu, hex: "800000"), Row(layer: .apdu, hex: "06010704000000000190"),
    Row(layer: .apdu, hex: "", fault: ("truncated", 0)),
    Row(layer: .apdu, hex: "0600", fault: ("truncated", 2)),
    Row(layer: .apdu, hex: "040F0600010203", fault: ("truncated", 7)),
    Row(layer: .apdu, hex: "80000001", fault: ("trailing", 3)),
    Row(layer: .tcp, hex: "800000800000"), Row(layer: .tcp, hex: "8000000102", fault: ("truncated", 5)),
    Row(layer: .serial, hex: "06"), Row(layer: .serial, hex: "15"),
    Row(layer: .serial, hex: "0610028000001003F51F"),
    Row(layer: .serial, hex: "10028000001003F51E", fault: ("checksum", 7)),
    Row(layer: .serial, hex: "10028000001003F5", fault: ("truncated", 8)),
    Row(layer: .serial, hex: "1002800010028000001003F51F", fault: ("truncated", 4)),
    Row(layer: .serial, hex: "10028010040000 1003F51F", fault: ("strayEscape", 3)),
    Row(layer: .serial, hex: "FF10028000001003F51F", fault: ("noise", 0)),
    Row(layer: .serial, hex: "10028000001003F51FFF", fault: ("noise", 9)),
    Row(layer: .serial, hex: "10028010031234", fault: ("checksum", 5)),
    // 10 stuffed before the fault: the offset counts the bytes of the input.
    Row(layer: .serial, hex: "1002060104041010001010100373DB", fault: ("truncated", 11)),
  ]

  @Test(arguments: [
    ("0.000443 2026-11-21T05:17:47.655Z > apdu 80 00 00", "80 00 00"),
    ("0.004496 2026-11-21T05:29:02.226Z < ack 06", "06"),
    ("0.1 2026-11-21T05:29:02.226Z < apdu 06 0F 00 masked", "06 0F 00"),
    ("0.1 2026-11-21T05:29:02.226Z - closed here", nil),
    ("# pos-trace 1 tcp:127.0.0.1:1 tcp", nil), ("80 00 00", "80 00 00"), ("8000 00", "8000 00"),
    ("# x", "# x"),
  ])
  func readsTraces(line: String, hex: String?) { #expect(Decode.hexPart(of: line) == hex) }

  @Test(arguments: rows) func saysWhatIsWrongAndWhere(row: Row) throws {
    let outcome = Decode.messages(in: row.hex, row.layer)
    let faults = outcome.filter(\.isMalformed)
    #expect(faults.isEmpty == (row.fault == nil))
    #expect(faults.first?.json["error"]?["reason"] == row.fault.map { .text($0.reason) })
    #expect(faults.first?.json["error"]?["offset"] == row.fault.map { .number(Int64($0.offset)) })
  }

  @Test(arguments: [
    ("1002", Layer.serial), ("06", .serial), ("15", .serial), ("06100280", .serial), ("0610021234", .apdu),
    ("800000", .apdu), ("060000", .apdu), ("", .apdu),
  ]) func guessesTheLayer(hex: String, layer: Layer) throws {
    #expect(Layer.guess(try Hexadecimal.bytes(hex)) == layer)
  }

  /// Everything others sent is explained, or refused with reason and offset; never a crash, never a clear
  /// card number.
  @Test func explainsEveryVector() async throws {
    let data = try Data(contentsOf: Tool.root.appending(path: "fixtures/zvt-vectors.json"))
    let rows = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    #expect(rows.count > 100)
    for layer in ["apdu", "serial-frame"] {
      let chosen = rows.filter { $0.text("layer") == layer }
      let input = chosen.compactMap { $0.text("hex") }.joined(separator: "\n")
      let outcome = try await Tool.run(
        ["decode", "--json", "--layer", layer == "apdu" ? "apdu" : "serial"], input: input)
      let objects = outcome.objects
      try #require(objects.count == chosen.count)
      #expect(outcome.status == (layer == "apdu" ? 65 : 0))
      for (row, object) in zip(chosen, objects) {
        let error = object.object("error")
        #expect((error != nil) == (row.flag("length_ok") == false), "\(row)")
        if let error {
          #expect(error.number("offset") != nil && error.text("reason") != nil)
        } else if object.flag("canonical") == true, row.text("hex")?.contains("E") == false {
          #expect(object.text("reencoded")?.count == row.text("hex")?.count)
        }
      }
    }
  }

  @Test func readsLinesAndSkipsEmptyOnes() async throws {
    let outcome = try await Tool.run(["decode", "--json"], input: "800000\n\n  \r\n84 9C 00\r\nzz\n060F00")
    #expect(outcome.status == 65)
    #expect(outcome.objects.map { $0.text("control") } == ["8000", "849C", nil, "060F"])
    #expect(outcome.objects[2].object("error")?.text("reason") == "notHex")
  }

  @Test func masksCardDigits() async throws {
    let digits = String(repeating: "1", count: 16)
    let outcome = try await Tool.run(["decode", "--json", "0600", "06", "123456BA0978"])
    #expect(outcome.status == 0)
    let card = try await Tool.run([
      "decode", "--json", "040F0B22F0F8" + digits,
    ])
    #expect(!card.output.contains(digits))
    #expect(card.output.contains("111111EEEEEE1111"))
  }
}

/// Hex without the code under test.
enum Hexadecimal {
  struct NotHex: Error {}

  static func bytes(_ text: String) throws -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count.isMultiple(of: 2) else { throw NotHex() }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
