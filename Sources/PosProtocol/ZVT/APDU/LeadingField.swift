extension ZVT {
  /// A field that stands without a tag at the start of a command's data.
  struct LeadingField: Sendable {
    /// How its presence is known, as no tag tells it.
    enum Presence: Sendable {
      /// It must be there.
      case always
      /// It is there if anything is left.
      case ifAnythingIsLeft
      /// It is there if that many bytes are left.
      case ifItFits
      /// All that is left is this field.
      case takesRest
      /// 05 01's software version: three length bytes Fx, and as much text as they say.
      case softwareVersion
      /// 05 01's terminal status: the next byte is no tag of the other forms of 06 0F.
      case terminalStatus
      /// 04 FF's new T4: unless the rest is a well-formed TLV container.
      case unlessContainer
      /// 06 1E's currency: after result 6F, as two bytes with nothing or a container behind.
      case afterWrongCurrency
      /// 06 D1's text: up to a well-formed TLV container that ends the data.
      case untilContainer
    }

    let name: StaticString
    let size: FieldSize
    let format: FieldFormat
    let presence: Presence

    init(_ name: StaticString, _ size: FieldSize, _ format: FieldFormat, _ presence: Presence = .always) {
      (self.name, self.size, self.format, self.presence) = (name, size, format, presence)
    }

    static let password = LeadingField("password", .fixed(3), .password)
    static let optionalPassword = LeadingField("password", .fixed(3), .password, .ifItFits)
    static let raw = LeadingField("data", .rest, .binary, .takesRest)
  }
}
