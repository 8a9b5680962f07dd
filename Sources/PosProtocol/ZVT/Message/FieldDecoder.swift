extension ZVT {
  /// Reads the fields of a message out of its body, in whatever order they came.
  struct FieldDecoder: FieldVisitor {
    private var leading: ArraySlice<ByteReader?>
    private var tagged: [Body.Tagged]
    /// The tags that came: most of the listed ones did not.
    private var present = TagSet()

    static func read(
      _ apdu: APDU, headerCount: Int, into list: inout some FieldList
    ) throws(CodecError) {
      let body = try Body(apdu, headerCount: headerCount)
      var decoder = FieldDecoder(body)
      try list.fields(&decoder)
      list.rest.tail = Masking.content(body.tail, nil)
      for field in decoder.tagged {
        var content = field.content
        list.rest.fields.append(
          RawField(tag: field.tag, content: Masking.content(content.rest(), BMP.of(field.tag)?.format)))
      }
    }

    private init(_ body: Body) {
      (leading, tagged) = (body.leading[...], body.tagged)
      for field in tagged { present.insert(field.tag) }
    }

    mutating func untagged<Value: FieldValue>(
      _ name: StaticString, _ value: inout Value
    ) throws(CodecError) {
      var optional: Value?
      try untagged(name, &optional)
      if let read = optional { value = read }
    }

    mutating func untagged<Value: FieldValue>(
      _ name: StaticString, _ value: inout Value?
    ) throws(CodecError) {
      guard let reader = leading.popFirst(), var reader else { return }
      value = try Value(from: &reader)
      try reader.expectEnd()
    }

    mutating func field<Value: FieldValue>(
      _ tag: Tag, _ name: StaticString, _ value: inout Value?
    ) throws(CodecError) {
      guard present.contains(tag), let index = index(of: tag, from: 0) else { return }
      var field = tagged.remove(at: index)
      if let again = self.index(of: tag, from: index) {
        throw CodecError(.duplicateTag(UInt32(tag.number)), at: tagged[again].offset)
      }
      value = try Value(from: &field.content)
      try field.content.expectEnd()
    }

    private func index(of tag: Tag, from start: Int) -> Int? {
      var index = start
      while index < tagged.count {
        if tagged[index].tag == tag { return index }
        index += 1
      }
      return nil
    }
  }

  /// Some of the 256 tags, one bit each.
  private struct TagSet {
    private var bits: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    mutating func insert(_ tag: Tag) {
      let bit = UInt64(1) << UInt64(tag.number & 63)
      switch tag.number >> 6 {
      case 0: bits.0 |= bit
      case 1: bits.1 |= bit
      case 2: bits.2 |= bit
      default: bits.3 |= bit
      }
    }

    func contains(_ tag: Tag) -> Bool {
      let word =
        switch tag.number >> 6 {
        case 0: bits.0
        case 1: bits.1
        case 2: bits.2
        default: bits.3
        }
      return word >> UInt64(tag.number & 63) & 1 == 1
    }
  }
}
