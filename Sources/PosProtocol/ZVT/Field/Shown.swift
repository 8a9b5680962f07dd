extension ZVT {
  /// Field contents as text for people.
  enum Shown {
    /// ASCII as it is, other bytes as \xNN. Meant for bytes that are masked already.
    static func text(_ bytes: [UInt8]) -> String {
      var text = ""
      for byte in bytes {
        if (0x20...0x7E).contains(byte), byte != 0x5C {
          text.unicodeScalars.append(Unicode.Scalar(byte))
        } else {
          text += "\\x"
          text += Hex.text([byte])
        }
      }
      return text
    }
  }
}
