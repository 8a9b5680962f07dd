/// Bytes written by hand, as a specification prints them.
func hex(_ text: String) -> [UInt8] {
  let digits = text.utf8.compactMap { digit -> UInt8? in
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x61...0x66: digit - 0x57
    default: nil
    }
  }
  precondition(digits.count % 2 == 0, "half a byte in \(text)")
  return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
