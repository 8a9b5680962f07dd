/// What a serial line has besides its bytes: control wires, queues, settings. Called on the line's loop, as
/// everything of a line, but for `drain`, which may be called from anywhere.
///
/// `Line.control` finds it, also behind a line that wraps another.
public protocol LineControl: Line {
  /// Sets Data Terminal Ready. False: there is no such wire (a pseudo-terminal), or the line is gone.
  @discardableResult
  func setDTR(_ isOn: Bool) -> Bool
  /// Sets Request To Send; as `setDTR`.
  @discardableResult
  func setRTS(_ isOn: Bool) -> Bool
  /// The control wires now; nil where there are none, or the line is gone.
  func modemLines() -> ModemLines?
  /// Returns once the last byte written before has left the driver. May take as long as the other side holds
  /// the line up; cancelling the task ends the wait, not the sending.
  ///
  /// - Throws: `.closed` if the line ended, `.cancelled` if the task was cancelled.
  func drain() async throws(LineError)
  /// Drops what was written and has not left the driver yet.
  func dropOutput()
  /// What the driver made of the settings asked for; nil if it does not tell, or the line is gone. On macOS
  /// `baud` is the asked one.
  func actualSettings() -> SerialSettings?
  /// Whether the driver took the setting to hand bytes over at once, which adapters otherwise keep for up to
  /// 16 ms. False also where there is nothing to set, as with a pseudo-terminal or CDC-ACM.
  var isLowLatency: Bool { get }
}

extension Line {
  /// Itself, if it is one.
  public var control: (any LineControl)? { self as? any LineControl }
}
