/// What the other side of a serial line says on its control wires, and what this side says.
public struct ModemLines: Hashable, Sendable {
  /// Data Terminal Ready and Request To Send: this side's.
  public var dtr: Bool
  public var rts: Bool
  /// Clear To Send, Data Set Ready, Data Carrier Detect and Ring Indicator: the other side's.
  public var cts: Bool
  public var dsr: Bool
  public var dcd: Bool
  public var ri: Bool

  public init(
    dtr: Bool = false, rts: Bool = false, cts: Bool = false, dsr: Bool = false, dcd: Bool = false,
    ri: Bool = false
  ) {
    (self.dtr, self.rts) = (dtr, rts)
    (self.cts, self.dsr, self.dcd, self.ri) = (cts, dsr, dcd, ri)
  }
}
