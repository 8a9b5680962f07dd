extension ZVT {
  /// Anything that is a list of fields.
  public protocol FieldList: Sendable {
    /// Fields the message does not list, and what could not be read: kept, and written again behind the
    /// listed ones.
    var rest: Rest { get set }

    /// Shows every field to `visit`, in the order of the specification. This list *is* the codec.
    mutating func fields<V: FieldVisitor>(_ visit: inout V) throws(V.Failure)
  }

  /// A message of one control field.
  public protocol Message: FieldList, Hashable {
    static var control: ControlField { get }
    init()
  }

  /// What stood in a message beside its listed fields.
  public struct Rest: Hashable, Sendable {
    /// Fields with a known tag the message does not list. Card digits are masked.
    public var fields: [RawField] = []
    /// Everything from the first unknown tag on.
    public var tail: [UInt8] = []

    public init() {}

    public var isEmpty: Bool { fields.isEmpty && tail.isEmpty }
  }

  /// A tagged field that was not read any further.
  public struct RawField: Hashable, Sendable {
    public let tag: Tag
    public let content: [UInt8]

    init(tag: Tag, content: [UInt8]) { (self.tag, self.content) = (tag, content) }
  }
}

extension ZVT.Message {
  /// The whole APDU.
  public func encoded() -> [UInt8] { apdu.encoded() }

  public var apdu: ZVT.APDU {
    ZVT.APDU(control: Self.control, data: ZVT.FieldEncoder.data(of: self, Self.control))
  }

  /// Reads the fields of an APDU.
  ///
  /// - Throws: `.wrongControl`, `.duplicateTag`, or what the fields throw. Offsets count from the start of
  ///   the APDU as ``ZVT/APDU/encoded()`` writes it.
  public init(decoding apdu: ZVT.APDU) throws(CodecError) {
    try self.init(apdu, headerCount: apdu.headerCount)
  }

  /// Reads a whole APDU.
  ///
  /// - Throws: as above and as ``ZVT/APDU/init(decoding:)``; offsets count from the start of `bytes`.
  public init(decoding bytes: [UInt8]) throws(CodecError) {
    let apdu = try ZVT.APDU(decoding: bytes)
    try self.init(apdu, headerCount: bytes.count - apdu.data.count)
  }

  private init(_ apdu: ZVT.APDU, headerCount: Int) throws(CodecError) {
    guard apdu.control == Self.control else {
      throw CodecError(.wrongControl(apdu.control.value), at: 0)
    }
    self.init()
    try ZVT.FieldDecoder.read(apdu, headerCount: headerCount, into: &self)
  }

  /// Each field that is there, by tag, name and value; card digits and passwords are hidden.
  public var described: [ZVT.DescribedField] {
    var (copy, describer) = (self, ZVT.FieldDescriber())
    copy.fields(&describer)
    return describer.fields
  }
}
