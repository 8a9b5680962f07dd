#if hasFeature(Embedded)
  /// The clear card data of a command, for the firmware alone. An image is one program: nobody stands outside
  /// its package, and the compiler of a single module knows no package.
  public struct SensitiveBytes: Sendable {
    let bytes: [UInt8]

    /// Hands the bytes to `body`, which must not keep them.
    public func reveal<Result>(to body: ([UInt8]) -> Result) -> Result { body(bytes) }
  }

  extension ZVT.APDU {
    /// The clear content of a card field (22, 23, 24, 2D, 3A) of a command; nil if it is not there.
    public func sensitive(_ tag: ZVT.Tag) -> SensitiveBytes? { cardField(tag) }
  }
#else
  /// The clear card data of a command. It neither prints nor encodes itself; whoever needs the bytes asks for
  /// them by name, inside this package only.
  package struct SensitiveBytes: Sendable {
    let bytes: [UInt8]

    /// Hands the bytes to `body`, which must not keep them.
    package func reveal<Result>(to body: ([UInt8]) -> Result) -> Result { body(bytes) }
  }

  extension SensitiveBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "(hidden)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
  }

  extension ZVT.APDU {
    /// The clear content of a card field (22, 23, 24, 2D, 3A) of a command; nil if it is not there.
    package func sensitive(_ tag: ZVT.Tag) -> SensitiveBytes? { cardField(tag) }
  }
#endif

extension ZVT.APDU {
  fileprivate func cardField(_ tag: ZVT.Tag) -> SensitiveBytes? {
    do throws(CodecError) {
      let body = try ZVT.Body(self, headerCount: headerCount)
      for field in body.tagged where field.tag == tag {
        var content = field.content
        return SensitiveBytes(bytes: content.rest())
      }
      return nil
    } catch {
      return nil
    }
  }
}
