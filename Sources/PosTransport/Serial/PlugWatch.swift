/// Tells at once when the port of an address may have come: Linux' inotify on the folders where its file
/// would stand, for which neither udev nor root is needed.
///
/// It is a hint and misses things: a folder that is not there yet is not watched, nor is anything on another
/// system. So whoever waits for a port looks for it by himself too.
public final class PlugWatch: Sendable {
  #if canImport(Glibc)
    private let tokens: [PathOpenings.Token]
  #endif

  /// - Parameters:
  ///   - loop: where `tell` is called.
  ///   - tell: a file has appeared that may be the port, or its permissions have changed.
  /// - Returns: nil: there is nothing to watch for this address.
  public init?(_ address: LineAddress, on loop: LineLoop, tell: @escaping @Sendable () -> Void) {
    #if canImport(Glibc)
      let places = Self.places(of: address)
      tokens = places.compactMap { place in
        PathOpenings.shared?.watch(place.folder, .files, on: loop) { news in
          switch news {
          case .appeared(let name): if place.fits(name) { tell() }
          case .lost: tell()
          case .opened, .closed: break
          }
        }
      }
      guard !tokens.isEmpty else { return nil }
    #else
      return nil
    #endif
  }

  #if canImport(Glibc)
    deinit { for token in tokens { PathOpenings.shared?.forget(token) } }
  #endif

  /// A folder, and which names there are of interest; nil: all.
  struct Place: Hashable {
    let folder: String
    var names: Set<String>?
    /// Also names that begin so: the kernel may give the device another one than it had.
    var prefix: String?

    func fits(_ name: String) -> Bool {
      guard let names else { return true }
      return names.contains(name) || prefix.map { name.hasPrefix($0) } == true
    }
  }

  static func places(of address: LineAddress, in tree: FileTree = FileTree()) -> [Place] {
    switch address {
    case .tcp, .replay: return []
    case .usb:
      let bus = "/dev/bus/usb"
      return ([bus] + tree.names(bus).map { "\(bus)/\($0)" }).map { Place(folder: tree.path($0)) }
    case .serial(let path, let settings):
      let (folder, name) = split(path)
      let system = Place(folder: tree.path("/dev"), names: [name, "serial"], prefix: "tty")
      guard folder != "/dev" else { return [system] }
      let own = Place(folder: tree.path(folder), names: [name])
      // Links in a folder of their own, as in /dev/serial/by-id, come after the device and go with it.
      return folder.hasPrefix("/dev/") || settings.id != nil ? [own, system] : [own]
    }
  }

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("/dev", path) }
    let folder = path[..<slash]
    return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
  }
}
