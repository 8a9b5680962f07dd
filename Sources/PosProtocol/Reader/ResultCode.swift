/// The protocols whose result codes a record can carry: the same number means different things in each.
public enum WireProtocol: UInt8, CaseIterable, Sendable { case zvt, sadad }

/// How the terminal judged a transaction, in its own protocol's numbers.
///
/// - Wire: ZVT BMP 27 and the first byte of 06 1E; Sadad's response code.
/// - Names: each protocol's table (`ZVT.resultName`); longer texts for people live with the driver.
public struct ResultCode: Hashable, Sendable {
  public let wire: WireProtocol
  public let number: UInt16

  public init(_ wire: WireProtocol, _ number: UInt16) { (self.wire, self.number) = (wire, number) }
}
