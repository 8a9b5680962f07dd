import PosProtocol

/// Hides card numbers in bytes that nobody can read.
enum TraceMask {
  /// Of every run of decimal digits, as nibbles or as ASCII, no more than the first six stay: where a field's
  /// limits are not known, any of them may be a card number's, and the number may go on in the next piece.
  static func coarsely(_ bytes: [UInt8]) -> [UInt8] {
    var nibbles = ZVT.Masking.text(bytes).flatMap { [$0 >> 4, $0 & 0x0F] }
    var run = 0
    for index in nibbles.indices {
      run = nibbles[index] <= 9 ? run + 1 : 0
      if run > 6 { nibbles[index] = MaskedCardNumber.masked }
    }
    return stride(from: 0, to: nibbles.count, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
  }
}
