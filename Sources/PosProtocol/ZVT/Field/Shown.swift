extension ZVT {
  /// Field contents as text for people. Meant for bytes that are masked already.
  enum Shown {
    static func value(_ bytes: [UInt8], _ format: FieldFormat) -> String {
      switch format {
      case .bcd, .binary, .bits, .currency, .track: Hex.text(bytes)
      case .text: text(bytes)
      case .amount: amount(bytes)
      case .totals: totals(bytes)
      case .password, .secret: "******"
      case .result: code(bytes, resultName)
      case .intermediateStatus: code(bytes, intermediateStatusName)
      case .terminalStatus: code(bytes, terminalStatusName)
      case .cardType: code(bytes, cardTypeName)
      case .card: card(bytes)
      case .container, .objects: ""
      }
    }

    /// ASCII as it is, other bytes as \xNN. The zero byte that ends a text is not shown.
    static func text(_ bytes: [UInt8]) -> String {
      var text = ""
      for byte in bytes.last == 0 ? bytes.dropLast() : bytes[...] {
        if (0x20...0x7E).contains(byte), byte != 0x5C {
          text.unicodeScalars.append(Unicode.Scalar(byte))
        } else {
          text += "\\x"
          text += Hex.text([byte])
        }
      }
      return text
    }

    private static func amount(_ bytes: [UInt8]) -> String {
      var reader = ByteReader(bytes)
      do throws(CodecError) {
        return try Amount(from: &reader).summary
      } catch {
        return Hex.text(bytes)
      }
    }

    private static func totals(_ bytes: [UInt8]) -> String {
      var reader = ByteReader(bytes)
      return (try? IndividualTotals(from: &reader))?.summary ?? Hex.text(bytes)
    }

    /// Nibbles as digits, hidden ones as stars, the padding left out.
    private static func card(_ bytes: [UInt8]) -> String {
      var text = ""
      for byte in bytes {
        for nibble in [byte >> 4, byte & 0x0F] where nibble != 0x0F {
          switch nibble {
          case 0...9: text.unicodeScalars.append(Unicode.Scalar(0x30 + nibble))
          case 0x0D: text += "="
          default: text += "*"
          }
        }
      }
      return text
    }

    private static func code(_ bytes: [UInt8], _ name: (UInt8) -> StaticString?) -> String {
      guard let first = bytes.first, bytes.count == 1, let name = name(first) else {
        return Hex.text(bytes)
      }
      return Hex.text(bytes) + " " + name.description
    }
  }
}
