/// Why a device could not be attached to this computer's kernel.
public enum VHCIError: Error, Hashable, Sendable {
  /// The kernel's virtual host controller is not there.
  case notLoaded
  /// Only root may.
  case noPermission(path: String)
  /// All its ports are taken.
  case noFreePort
  /// The kernel's list of ports cannot be read.
  case badStatus(path: String, line: Int)
  /// The system's error number (errno), and what was tried.
  case system(code: Int32, doing: String, path: String)

  /// One line for a person, with what to do.
  public var text: String {
    switch self {
    case .notLoaded:
      "this kernel has no virtual USB host controller: run 'sudo modprobe vhci-hcd' (Linux; Debian has it in "
        + "its standard kernel, not in the one for clouds)"
    case .noPermission(let path): "\(path): only root may attach a USB device: run it with sudo"
    case .noFreePort: "all ports of the virtual USB host controller are taken: 'usbip port' shows by whom"
    case .badStatus(let path, let line): "\(path), line \(line): not a list of ports"
    case .system(let code, let doing, let path): "\(doing) \(path): \(describe(errno: code))"
    }
  }
}
