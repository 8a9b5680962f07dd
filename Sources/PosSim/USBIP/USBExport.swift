public import PosTransport

/// A terminal that is to be had over USB.
public struct USBExport: Sendable {
  public var profile: USBProfile
  public var faults: [USBFaultPlan]
  /// After the terminal itself hung up, or its power failed: the device is gone from the bus so long.
  public var absence: Duration = .seconds(1)
  let onLine: @Sendable (any Line) -> Void

  /// - Parameter onLine: called on the server's loop for each register that comes; start the line there.
  public init(
    _ profile: USBProfile, faults: [USBFaultPlan] = [], onLine: @escaping @Sendable (any Line) -> Void
  ) {
    (self.profile, self.faults, self.onLine) = (profile, faults, onLine)
  }

  /// A simulated terminal, which must live on the server's loop.
  public init(_ profile: USBProfile, faults: [USBFaultPlan] = [], terminal: SimulatedTerminal) {
    self.init(profile, faults: faults) { terminal.attach($0) }
  }
}
