extension ZVT {
  /// One field of a message, for people.
  public struct DescribedField: Sendable {
    /// Nil for an untagged field.
    public let tag: Tag?
    public let name: StaticString
    public let value: String
  }

  /// Lists the fields that are there.
  struct FieldDescriber: FieldVisitor {
    var fields: [DescribedField] = []

    mutating func untagged<Value: FieldValue>(_ name: StaticString, _ value: inout Value) throws(Never) {
      fields.append(DescribedField(tag: nil, name: name, value: value.summary))
    }

    mutating func untagged<Value: FieldValue>(_ name: StaticString, _ value: inout Value?) throws(Never) {
      if let value { fields.append(DescribedField(tag: nil, name: name, value: value.summary)) }
    }

    mutating func field<Value: FieldValue>(
      _ tag: Tag, _ name: StaticString, _ value: inout Value?
    ) throws(Never) {
      if let value { fields.append(DescribedField(tag: tag, name: name, value: value.summary)) }
    }
  }
}
