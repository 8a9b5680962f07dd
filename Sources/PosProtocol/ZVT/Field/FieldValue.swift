extension ZVT {
  /// The content of a field as a value. A value that exists fits its field, so writing cannot fail.
  public protocol FieldValue: Sendable {
    /// Reads the content; `reader` ends where the field does.
    init(from reader: inout ByteReader) throws(CodecError)
    /// Writes the content, without tag and length.
    func write(to bytes: inout [UInt8])
    /// For people and logs; card digits and passwords are hidden.
    var summary: String { get }
  }
}

extension Amount: ZVT.FieldValue {
  public init(from reader: inout ByteReader) throws(CodecError) {
    let offset = reader.offset
    guard let amount = Amount(minorUnits: try BCD.read(digits: 12, from: &reader)) else {
      throw CodecError(.outOfRange, at: offset)
    }
    self = amount
  }

  public func write(to bytes: inout [UInt8]) { BCD.write(minorUnits, digits: 12, to: &bytes) }

  public var summary: String { "\(minorUnits)" }
}

extension Currency: ZVT.FieldValue {
  public init(from reader: inout ByteReader) throws(CodecError) {
    let offset = reader.offset
    let code = UInt16(try BCD.read(digits: 4, from: &reader))
    guard let currency = Currency(numericCode: code) else { throw CodecError(.outOfRange, at: offset) }
    self = currency
  }

  public func write(to bytes: inout [UInt8]) { BCD.write(UInt64(numericCode), digits: 4, to: &bytes) }

  public var summary: String { "\(numericCode)" }
}

extension TraceNumber: ZVT.FieldValue {
  public init(from reader: inout ByteReader) throws(CodecError) {
    let offset = reader.offset
    guard let trace = TraceNumber(UInt32(try BCD.read(digits: 6, from: &reader))) else {
      throw CodecError(.outOfRange, at: offset)
    }
    self = trace
  }

  public func write(to bytes: inout [UInt8]) { BCD.write(UInt64(value), digits: 6, to: &bytes) }

  public var summary: String { "\(value)" }
}

extension TerminalID: ZVT.FieldValue {
  public init(from reader: inout ByteReader) throws(CodecError) {
    let offset = reader.offset
    guard let terminal = TerminalID(UInt32(try BCD.read(digits: 8, from: &reader))) else {
      throw CodecError(.outOfRange, at: offset)
    }
    self = terminal
  }

  public func write(to bytes: inout [UInt8]) { BCD.write(UInt64(value), digits: 8, to: &bytes) }

  public var summary: String { "\(value)" }
}

extension UInt8: ZVT.FieldValue {
  public init(from reader: inout ByteReader) throws(CodecError) { self = try reader.byte() }

  public func write(to bytes: inout [UInt8]) { bytes.append(self) }

  public var summary: String { Hex.text([self]) }
}

extension MaskedCardNumber: ZVT.FieldValue {
  /// Masks while it reads; what follows the number's separator D is dropped.
  public init(from reader: inout ByteReader) throws(CodecError) {
    self = ZVT.Masking.number(reader.rest())
  }

  /// Writes hidden digits as nibbles E, and as many digits as LLVAR can take.
  public func write(to bytes: inout [UInt8]) { bytes += ZVT.Masking.pack(Array(digits.prefix(198))) }

  public var summary: String { text }
}

extension ZVT.TLV: ZVT.FieldValue {
  public var summary: String { "\(objects.count) objects" }
}
