import PosTransport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A TCP server of bare sockets, for the ends that no well-behaved program makes.
final class RawServer {
  let address: LineAddress
  private let listener: Int32
  private var peer: Int32 = -1

  struct Failure: Error { let code = errno }

  init() throws {
    #if canImport(Glibc)
      let stream = Int32(SOCK_STREAM.rawValue)
    #else
      let stream = SOCK_STREAM
    #endif
    listener = socket(AF_INET, stream, 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isReady = withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 4) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    address = .tcp(host: "127.0.0.1", port: Int(UInt16(bigEndian: name.sin_port)))
    guard isReady else { throw Failure() }
  }

  deinit {
    if peer >= 0 { close(peer) }
    close(listener)
  }

  /// Takes the connection that was just made.
  func take() throws {
    peer = accept(listener, nil, nil)
    guard peer >= 0 else { throw Failure() }
  }

  /// Ends the connection with a reset, as a machine does that was restarted.
  func reset() {
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(peer, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    close(peer)
    peer = -1
  }

  #if canImport(Glibc)
    /// From now on nothing reaches it and it says nothing, as a machine whose cable was cut: a filter on the
    /// socket drops every packet before TCP sees it.
    func vanish() throws {
      struct Program {
        var count: UInt16
        var instructions: UnsafeMutablePointer<UInt64>
      }
      var dropAll: UInt64 = 0x06  // BPF_RET | BPF_K with k = 0: no byte is let through.
      let code = withUnsafeMutablePointer(to: &dropAll) { instructions in
        var program = Program(count: 1, instructions: instructions)
        return setsockopt(
          peer, SOL_SOCKET, SO_ATTACH_FILTER, &program, socklen_t(MemoryLayout<Program>.stride))
      }
      guard code == 0 else { throw Failure() }
    }
  #endif
}
