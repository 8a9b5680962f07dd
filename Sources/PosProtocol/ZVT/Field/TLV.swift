extension ZVT {
  /// The objects of a TLV container (BMP 06).
  ///
  /// - Wire: BER. Tags of up to four bytes; lengths 00...7F, 81 xx, 82 hi lo (high byte first). Constructed
  ///   tags nest up to ``maximumDepth`` levels. 1F80...1F83 count as two-byte tags, as the tag list has them,
  ///   although their second byte asks for a third.
  /// - Spec: PA00P015 §9.
  public struct TLV: Hashable, Sendable {
    public static let maximumDepth = 8
    /// How many objects one container may hold in all.
    public static let maximumObjects = 8_192

    public var objects: [Object]

    public init(_ objects: [Object] = []) { self.objects = objects }

    /// The first object with `tag`, on the outermost level.
    public func first(_ tag: UInt32) -> Object? {
      for object in objects where object.tag == tag { return object }
      return nil
    }

    /// The value of the first primitive object with `tag`; nil if there is none.
    public func value(_ tag: UInt32) -> [UInt8]? { first(tag)?.value }

    /// Adds a primitive object at the end.
    public mutating func append(_ tag: UInt32, _ value: [UInt8]) { objects.append(Object(tag, value)) }

    /// A tag, and a value or further objects.
    public struct Object: Hashable, Sendable {
      /// What stands behind the tag.
      public enum Content: Hashable, Sendable {
        case value([UInt8])
        case objects([Object])
      }

      /// The bytes of the tag as one number: 0x07, 0x1F1F.
      public let tag: UInt32
      public var content: Content

      /// A primitive object.
      public init(_ tag: UInt32, _ value: [UInt8]) { (self.tag, content) = (tag, .value(value)) }

      /// A constructed object.
      // Inlined into constants, it makes the Embedded compiler (6.3.1) crash while it lays out arrays in
      // arrays.
      @inline(never)
      public init(_ tag: UInt32, of objects: [Object]) { (self.tag, content) = (tag, .objects(objects)) }

      /// The bytes of a primitive object; nil for a constructed one.
      public var value: [UInt8]? {
        if case .value(let bytes) = content { bytes } else { nil }
      }

      /// The objects inside a constructed one; empty for a primitive one.
      public var objects: [Object] {
        if case .objects(let objects) = content { objects } else { [] }
      }
    }
  }
}
