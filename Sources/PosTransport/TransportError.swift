/// Why a line could not be opened. Nothing was sent in any of these cases.
public enum TransportError: Error, Hashable, Sendable {
  /// The address is not one, with what is wrong about it.
  case badAddress(String)
  /// No such path, host or device.
  case notFound(String)
  case noPermission(String)
  /// Another program holds the port.
  case inUse(String)
  /// The other side refuses connections, or nobody listens.
  case refused(String)
  case timedOut(String)
  /// The path is there and is not a serial line.
  case notSerial(String)
  /// The driver cannot do the settings, with what it made of them.
  case badSettings(String)
  /// This build cannot do it, with what would have to be enabled.
  case unsupported(String)
  /// Anything else, with errno and what was tried.
  case system(code: Int32, doing: String)
}
