extension ZVT {
  /// The totals of a day by scheme. What does not have the specified form is kept and has no ``parts``.
  ///
  /// - Wire: BMP 60 (LLLVAR): first and last receipt number, 2 bytes of packed BCD each, 0000 for none; then
  ///   for each scheme, in the order of ``DayTotals/Scheme``, a count of one byte and an amount of six in
  ///   BCD.
  /// - Spec: PA00P015 §3.1.3.
  public struct IndividualTotals: FieldValue, Hashable {
    public let bytes: [UInt8]

    /// What the bytes say.
    public struct Parts: Hashable, Sendable {
      public let firstReceipt: ReceiptNumber?, lastReceipt: ReceiptNumber?
      /// One a scheme, also where it is 0.
      public let groups: [DayTotals.Group]
    }

    private static let groupSize = 7
    private static let size = 4 + groupSize * DayTotals.Scheme.allCases.count

    /// Receipt numbers above 9999 become none, counts above 255 become 255; amounts of a scheme that is given
    /// twice are those given first.
    public init(firstReceipt: ReceiptNumber?, lastReceipt: ReceiptNumber?, groups: [DayTotals.Group]) {
      var bytes: [UInt8] = []
      for number in [firstReceipt, lastReceipt] {
        let receipt = number.flatMap { Receipt($0) }
        BCD.write(UInt64(receipt?.number.value ?? 0), digits: 4, to: &bytes)
      }
      for scheme in DayTotals.Scheme.allCases {
        let group = groups.first { $0.scheme == scheme }
        bytes.append(UInt8(min(max(group?.count ?? 0, 0), 0xFF)))
        BCD.write(group?.amount.minorUnits ?? 0, digits: 12, to: &bytes)
      }
      self.bytes = bytes
    }

    public init(from reader: inout ByteReader) throws(CodecError) {
      let offset = reader.offset
      bytes = reader.rest()
      guard bytes.count <= 999 else { throw CodecError(.outOfRange, at: offset) }
    }

    public func write(to bytes: inout [UInt8]) { bytes += self.bytes }

    /// Nil unless the bytes have the specified form.
    public var parts: Parts? {
      guard bytes.count == Self.size else { return nil }
      var reader = ByteReader(bytes)
      do throws(CodecError) {
        let (first, last) = (try receipt(&reader), try receipt(&reader))
        var groups: [DayTotals.Group] = []
        for scheme in DayTotals.Scheme.allCases {
          let count = Int(try reader.byte())
          groups.append(DayTotals.Group(scheme, count: count, amount: try Amount(from: &reader)))
        }
        return Parts(firstReceipt: first, lastReceipt: last, groups: groups)
      } catch {
        return nil
      }
    }

    private func receipt(_ reader: inout ByteReader) throws(CodecError) -> ReceiptNumber? {
      let number = try Receipt(from: &reader).number
      return number.value == 0 ? nil : number
    }

    /// `233 to 234: Mastercard 2 for 958`; the bytes where they have no parts.
    public var summary: String {
      guard let parts else { return Hex.text(bytes) }
      var text = "\(parts.firstReceipt?.value ?? 0) to \(parts.lastReceipt?.value ?? 0)"
      var separator = ": "
      for group in parts.groups where group.count > 0 || group.amount.minorUnits > 0 {
        text += "\(separator)\(group.scheme.name.description) \(group.count) for \(group.amount.minorUnits)"
        separator = ", "
      }
      return text
    }
  }
}

extension DayTotals.Scheme {
  /// For people and logs.
  public var name: StaticString { Self.names[Int(rawValue)] }

  private static let names: [StaticString] = [
    "girocard", "JCB", "Mastercard", "American Express", "Visa", "Diners", "other",
  ]
}
