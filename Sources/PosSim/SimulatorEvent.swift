public import PosProtocol

/// What can be seen and heard of a simulated terminal.
public enum SimulatorEvent: Hashable, Sendable {
  /// It is on, and remembers this many transactions.
  case poweredOn(transactions: Int)
  case powerCut
  case registerCame
  case registerLeft
  /// Its display.
  case panel([String])
  case wantsCard(Bool)
  /// Its own printer.
  case receipt([PrintedLine])
  case noise(LineTrouble)
  /// A scenario does its work.
  case scenario(MagicAmount)
  /// What happens to it on USB; the device is counted from 1, 0 is none of them.
  case usb(device: Int, USBEvent)
  /// It cannot keep its memory and is off for good.
  case failed(SimulatorError)
}
