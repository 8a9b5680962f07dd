extension ZVT {
  /// A password of the terminal or its service.
  ///
  /// - Wire: 3 bytes of packed BCD; 0...999_999.
  public struct Password: FieldValue, Hashable {
    public static let zero = Password(unchecked: 0)
    public let value: UInt32

    /// Returns nil above 999_999.
    public init?(_ value: UInt32) {
      guard value <= 999_999 else { return nil }
      self.value = value
    }

    private init(unchecked value: UInt32) { self.value = value }

    public init(from reader: inout ByteReader) throws(CodecError) {
      value = UInt32(try BCD.read(digits: 6, from: &reader))
    }

    public func write(to bytes: inout [UInt8]) { BCD.write(UInt64(value), digits: 6, to: &bytes) }

    /// Six stars, whatever it is.
    public var summary: String { "******" }
  }

  /// The number of a receipt in the four digits ZVT has for it.
  ///
  /// - Wire: BMP 87, 2 bytes of packed BCD; 0...9_999.
  public struct Receipt: FieldValue, Hashable {
    public let number: ReceiptNumber

    /// Returns nil above 9_999.
    public init?(_ number: ReceiptNumber) {
      guard number.value <= 9_999 else { return nil }
      self.number = number
    }

    public init(from reader: inout ByteReader) throws(CodecError) {
      let offset = reader.offset
      guard let number = ReceiptNumber(UInt32(try BCD.read(digits: 4, from: &reader))) else {
        throw CodecError(.outOfRange, at: offset)
      }
      self.number = number
    }

    public func write(to bytes: inout [UInt8]) {
      BCD.write(UInt64(number.value), digits: 4, to: &bytes)
    }

    public var summary: String { "\(number.value)" }
  }

  /// Two decimal digits in one byte, such as minutes; 0...99.
  public struct TwoDigits: FieldValue, Hashable {
    public let value: UInt8

    /// Returns nil above 99.
    public init?(_ value: UInt8) {
      guard value <= 99 else { return nil }
      self.value = value
    }

    public init(from reader: inout ByteReader) throws(CodecError) {
      value = UInt8(try BCD.read(digits: 2, from: &reader))
    }

    public func write(to bytes: inout [UInt8]) { BCD.write(UInt64(value), digits: 2, to: &bytes) }

    public var summary: String { "\(value)" }
  }

  /// Two pairs of digits: a date MMDD or an expiry YYMM. Read as they are; a clock that shows 9999 is no
  /// error.
  ///
  /// - Wire: 2 bytes of packed BCD; each pair 0...99.
  public struct DigitPairs: FieldValue, Hashable {
    public let first: UInt8, second: UInt8

    /// Returns nil if a pair is above 99.
    public init?(_ first: UInt8, _ second: UInt8) {
      guard first <= 99, second <= 99 else { return nil }
      (self.first, self.second) = (first, second)
    }

    public init(from reader: inout ByteReader) throws(CodecError) {
      let digits = try BCD.read(digits: 4, from: &reader)
      (first, second) = (UInt8(digits / 100), UInt8(digits % 100))
    }

    public func write(to bytes: inout [UInt8]) {
      BCD.write(UInt64(first) * 100 + UInt64(second), digits: 4, to: &bytes)
    }

    public var summary: String {
      var bytes: [UInt8] = []
      write(to: &bytes)
      return Hex.text(bytes)
    }
  }

  /// Three pairs of digits: a time HHMMSS or a date YYMMDD. Read as they are.
  ///
  /// - Wire: 3 bytes of packed BCD; each pair 0...99.
  public struct DigitTriple: FieldValue, Hashable {
    public let first: UInt8, second: UInt8, third: UInt8

    /// Returns nil if a pair is above 99.
    public init?(_ first: UInt8, _ second: UInt8, _ third: UInt8) {
      guard first <= 99, second <= 99, third <= 99 else { return nil }
      (self.first, self.second, self.third) = (first, second, third)
    }

    public init(from reader: inout ByteReader) throws(CodecError) {
      let digits = try BCD.read(digits: 6, from: &reader)
      (first, second, third) = (
        UInt8(digits / 10_000), UInt8(digits / 100 % 100), UInt8(digits % 100)
      )
    }

    public func write(to bytes: inout [UInt8]) {
      BCD.write(
        UInt64(first) * 10_000 + UInt64(second) * 100 + UInt64(third), digits: 6, to: &bytes)
    }

    public var summary: String {
      var bytes: [UInt8] = []
      write(to: &bytes)
      return Hex.text(bytes)
    }
  }
}
