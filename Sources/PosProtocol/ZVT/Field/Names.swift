extension ZVT {
  /// A code and its short English name.
  struct NamedCode: Sendable {
    let code: UInt8
    let name: StaticString

    init(_ code: UInt8, _ name: StaticString) { (self.code, self.name) = (code, name) }

    /// The name of `code` in a table in ascending order; nil if it is not there.
    static func name(of code: UInt8, in table: [NamedCode]) -> StaticString? {
      var (low, high) = (0, table.count)
      while low < high {
        let middle = (low + high) / 2
        if table[middle].code < code { low = middle + 1 } else { high = middle }
      }
      return low < table.count && table[low].code == code ? table[low].name : nil
    }
  }

  /// What a result says (BMP 27, the first byte of 06 1E, the second of 84 xx).
  ///
  /// - Spec: PA00P015 §10. 01...63 are the network's own codes: nil.
  public static func resultName(_ code: UInt8) -> StaticString? {
    NamedCode.name(of: code, in: NamedCode.results)
  }

  /// What the terminal does while it works (04 FF).
  ///
  /// - Spec: PA00P015 §3.7, table 17.
  public static func intermediateStatusName(_ code: UInt8) -> StaticString? {
    NamedCode.name(of: code, in: NamedCode.intermediateStatuses)
  }

  /// Whether the terminal can work, and what it needs (06 0F after 05 01).
  ///
  /// - Spec: PA00P015 §11.
  public static func terminalStatusName(_ code: UInt8) -> StaticString? {
    NamedCode.name(of: code, in: NamedCode.terminalStatuses)
  }

  /// Which card was used (BMP 8A).
  ///
  /// - Spec: PA00P015 §12, extract.
  public static func cardTypeName(_ code: UInt8) -> StaticString? {
    NamedCode.name(of: code, in: NamedCode.cardTypes)
  }
}
