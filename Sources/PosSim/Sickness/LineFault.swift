/// What is wrong with a simulated terminal's line, for practice in finding it out.
public enum LineFault: String, CaseIterable, Sendable {
  /// Nothing is heard and nothing is said: off, or crossed wires.
  case silent
  /// A terminal that is set to 19200 baud: at another one bytes arrive as they do then. Where a line has no
  /// baud, as TCP, as if the register's were twelve times the terminal's.
  case wrongBaud = "wrong-baud"
  /// Every frame is answered with NAK.
  case refusing
  /// One bit of what the terminal says is wrong in every eighth byte.
  case noise
  /// What was sent comes back.
  case echo
  /// A modem's words instead of a terminal's.
  case text
  /// It is switched off after its first message.
  case dying
}
