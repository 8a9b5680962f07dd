/// What happens to a simulated terminal on USB, and what the host tells it.
public enum USBEvent: Hashable, Sendable {
  /// It can be had, again.
  case pluggedIn
  case unplugged
  /// A host has taken it.
  case taken
  /// The host let go of it.
  case released
  /// This computer's kernel made it a device file.
  case deviceFile(path: String)
  /// SET_CONFIGURATION; 0: none.
  case configured(UInt8)
  /// SET_LINE_CODING, on a port counted from 0.
  case lineCoding(port: Int, USBLineCoding)
  /// SET_CONTROL_LINE_STATE.
  case controlLines(port: Int, dtr: Bool, rts: Bool)
  /// SEND_BREAK; 0xFFFF: until it is told to end, 0: end.
  case sendBreak(port: Int, milliseconds: UInt16)
  /// A fault begins.
  case fault(USBFault)
  /// The host broke the rules of USB/IP, and was hung up on.
  case badHost(USBIPError)
  /// It could not be attached to this computer.
  case notAttached(VHCIError)
}
