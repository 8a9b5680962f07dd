/// Why bytes could not be read, and where.
public struct CodecError: Error, Hashable, Sendable {
  /// What is wrong with them; each case carries what a person needs to look at the bytes.
  public enum Reason: Hashable, Sendable {
    /// The input ends before the field does; how many bytes are missing at least.
    case truncated(missing: Int)
    /// Bytes are left after the end.
    case trailing(count: Int)
    /// The byte has a nibble above 9 where decimal digits stand.
    case notBCD(UInt8)
    /// A length prefix that its form does not allow (LLVAR nibbles, BER 80 or 83 and above).
    case badLength(UInt8)
    /// A value outside the field's range.
    case outOfRange
    /// A tag the protocol's tables do not know, where its length cannot be guessed.
    case unknownTag(UInt32)
    /// A tag that stood before in the same message.
    case duplicateTag(UInt32)
    /// A field the message must have is not there.
    case missingField(UInt32)
    /// Another message than the one asked for.
    case wrongControl(UInt16)
    /// Nested deeper, or longer, than this reader's memory allows.
    case tooLarge
    /// Not a hexadecimal digit, or an odd number of them.
    case notHex
  }

  public let reason: Reason
  /// In bytes from the start of the input that was handed in.
  public let offset: Int

  public init(_ reason: Reason, at offset: Int) { (self.reason, self.offset) = (reason, offset) }
}
