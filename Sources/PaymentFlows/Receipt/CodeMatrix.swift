/// A square of dark and light modules, such as a QR code, without its quiet zone.
public struct CodeMatrix: Hashable, Sendable {
  /// Modules a side.
  public let side: Int
  /// Row by row; true is dark.
  public let modules: [Bool]

  /// Returns nil unless there are `side` times `side` modules.
  public init?(side: Int, modules: [Bool]) {
    guard side > 0, side < 1000, modules.count == side * side else { return nil }
    (self.side, self.modules) = (side, modules)
  }

  public subscript(column: Int, row: Int) -> Bool { modules[row * side + column] }
}
