/// An image that belongs to a message.
public struct Attachment: Hashable, Sendable {
  public let hash: ContentHash
  public let kind: ImageKind
  /// In bytes.
  public let size: Int
  /// What its sender called it, for show only.
  public let label: String

  /// Bytes of one image.
  public static let largest = 5_000_000
  /// Images of one message.
  public static let mostInMessage = 5
}

/// An image on its way in: its bytes, checked, and what it was called.
public struct ImageFile: Hashable, Sendable {
  let bytes: [UInt8]
  public let attachment: Attachment

  /// Takes an image. Of its name only the last part stays, as a label.
  ///
  /// - Throws: `.tooLarge` or `.notAnImage`.
  public init(_ bytes: [UInt8], name: String) throws(TicketError) {
    guard bytes.count <= Attachment.largest else { throw .tooLarge(bytes.count) }
    guard let kind = ImageKind(bytes) else { throw .notAnImage }
    let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
    let label = TypedLine.tidy(String(last), longest: 100)
    self.bytes = bytes
    attachment = Attachment(
      hash: ContentHash(of: bytes), kind: kind, size: bytes.count, label: label.isEmpty ? "image" : label)
  }
}
