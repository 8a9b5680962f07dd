extension ZVT {
  /// Something that walks a message's list of fields: encoder, decoder, describer, generator.
  ///
  /// Untagged fields come first, in the order of ``Command``'s table and without gaps in it.
  public protocol FieldVisitor {
    associatedtype Failure: Error

    /// A field without a tag that is always there.
    mutating func untagged<Value: FieldValue>(_ name: StaticString, _ value: inout Value) throws(Failure)
    /// A field without a tag that may be missing.
    mutating func untagged<Value: FieldValue>(_ name: StaticString, _ value: inout Value?) throws(Failure)
    /// A field behind its BMP number.
    mutating func field<Value: FieldValue>(
      _ tag: Tag, _ name: StaticString, _ value: inout Value?
    ) throws(Failure)
  }
}
