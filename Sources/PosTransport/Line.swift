/// An open line to the other end: bytes out, bytes and the end of the line in. It knows no frame.
///
/// Everything here is called on the line's loop, and calls back there. Middleware (trace, fault, replay) is a
/// line around a line.
public protocol Line: AnyObject, Sendable {
  var loop: LineLoop { get }
  /// The serial line that this is or wraps; nil for a line of another kind.
  var control: (any LineControl)? { get }
  /// Begins to deliver to `client`, which the line then keeps alive until it closes. Once only.
  func start(_ client: any LineClient)
  /// Hands bytes to the system. False: the line is closed and not a byte of them left this machine.
  func write(_ bytes: [UInt8]) -> Bool
  /// Drops what the system has received and not yet delivered: stale bytes of an earlier conversation.
  func dropInput()
  /// Ends the line. The client hears `lineClosed(.closedHere)` unless it has heard of an end already.
  func close()
}

/// Who hears what a line brings. Called on the line's loop, never after `lineClosed`.
public protocol LineClient: AnyObject, Sendable {
  func lineReceived(_ bytes: [UInt8])
  /// Exactly once. A hang-up, an unplugged adapter and an end of file are all an end, never silence.
  func lineClosed(_ reason: LineClosure)
}

/// How a line ended.
public enum LineClosure: Hashable, Sendable {
  case closedHere
  /// The other end closed it, hung up or was unplugged.
  case disconnected
  /// The system's error number (errno).
  case failed(Int32)
}
