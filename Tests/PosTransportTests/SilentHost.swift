import PosTransport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A port at which nobody answers: a listening socket that accepts nobody and whose queue is full, or one
/// that does not listen at all.
final class SilentHost {
  let address: LineAddress
  private var sockets: [Int32] = []

  struct Failure: Error { let code = errno }

  init(listens: Bool = true) throws {
    #if canImport(Glibc)
      let stream = Int32(SOCK_STREAM.rawValue)
    #else
      let stream = SOCK_STREAM
    #endif
    let listener = socket(AF_INET, stream, 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && (!listens || listen(listener, 0) == 0)
          && getsockname(listener, $0, &length) == 0
      }
    }
    guard isBound else { throw Failure() }
    sockets = [listener]
    address = .tcp(host: "127.0.0.1", port: Int(UInt16(bigEndian: name.sin_port)))
    for _ in 0..<(listens ? 4 : 0) {
      let filler = socket(AF_INET, stream, 0)
      _ = fcntl(filler, F_SETFL, O_NONBLOCK)
      withUnsafePointer(to: &name) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = connect(filler, $0, length) }
      }
      sockets.append(filler)
    }
  }

  deinit { for descriptor in sockets { close(descriptor) } }
}
