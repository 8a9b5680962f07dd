/// Whether this user may use a port.
public enum PortAccess: Hashable, Sendable {
  case ok
  /// The file is there and closed to this user: its owner, its group (names, or numbers where there is no
  /// name) and its mode, as in `rw-rw----`.
  case noPermission(owner: String, group: String, mode: String)
  /// The kernel has the port and there is no file for it, as in a container that was not given the device.
  case noFile
}
