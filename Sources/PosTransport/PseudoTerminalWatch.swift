/// What watches a pseudo-terminal's master, and tells on its loop who came, what they wrote, and that they
/// went.
protocol PseudoTerminalWatch: AnyObject, Sendable {
  /// Begins to call `tell` on the loop. Once only, on the loop.
  func start(_ tell: @escaping @Sendable (PseudoTerminalNews) -> Void)
  /// The last news is out; the master is given up soon.
  func stop()
  /// True: reads nothing more until false. On the loop.
  func hold(_ isHeld: Bool)
}

/// What happens at the other side of a pseudo-terminal.
enum PseudoTerminalNews: Sendable {
  case came
  case bytes([UInt8])
  case went
  /// The system has lost count of who comes and goes.
  case lost
}
