extension ZVT {
  /// Writes the fields of a message.
  struct FieldEncoder: FieldVisitor {
    private var bytes: [UInt8] = []
    private var leading: ArraySlice<LeadingField>

    /// The data of `list` under `control`.
    static func data(of list: some FieldList, _ control: ControlField) -> [UInt8] {
      var (copy, encoder) = (list, FieldEncoder(control))
      encoder.bytes.reserveCapacity(usualCount)
      copy.fields(&encoder)
      for field in copy.rest.fields { encoder.write(field.tag, field.content) }
      encoder.bytes += copy.rest.tail
      return encoder.bytes
    }

    /// Room for most messages, so that the bytes are not moved while they are written.
    private static let usualCount = 96

    private init(_ control: ControlField) { leading = Command.leading(of: control)[...] }

    mutating func untagged<Value: FieldValue>(_ name: StaticString, _ value: inout Value) throws(Never) {
      var optional: Value? = value
      untagged(name, &optional)
    }

    mutating func untagged<Value: FieldValue>(_ name: StaticString, _ value: inout Value?) throws(Never) {
      let size = leading.popFirst()?.size ?? .rest
      if let value { write(value, size) }
    }

    mutating func field<Value: FieldValue>(
      _ tag: Tag, _ name: StaticString, _ value: inout Value?
    ) throws(Never) {
      guard let value else { return }
      bytes.append(tag.number)
      write(value, BMP.of(tag)?.size ?? .rest)
    }

    private mutating func write(_ value: some FieldValue, _ size: FieldSize) {
      if case .fixed = size { return value.write(to: &bytes) }
      var content: [UInt8] = []
      value.write(to: &content)
      size.writeLength(content.count, to: &bytes)
      bytes += content
    }

    private mutating func write(_ tag: Tag, _ content: [UInt8]) {
      bytes.append(tag.number)
      BMP.of(tag)?.size.writeLength(content.count, to: &bytes)
      bytes += content
    }
  }
}
