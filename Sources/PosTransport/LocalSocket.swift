import NIOCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A connection within this computer: a line, and a descriptor of its other end for whom it is handed to.
public struct LocalSocket: Sendable {
  public let line: any Line
  /// Of a connected stream socket; the caller closes it.
  public let descriptor: Int32

  /// Makes one. The line is silent until `start`.
  public static func open(on loop: LineLoop) async throws(TransportError) -> LocalSocket {
    var ends: [Int32] = [-1, -1]
    #if canImport(Glibc)
      let code = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
    #else
      let code = socketpair(AF_UNIX, SOCK_STREAM, 0, &ends)
    #endif
    guard code == 0 else { throw SystemError.transport(errno, "a socket", doing: "making") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let second = fcntl(ends[0], F_DUPFD_CLOEXEC, 0)
    let line = ChannelLine(on: loop)
    do {
      guard second >= 0 else { throw SystemError.transport(errno, "a socket", doing: "making") }
      try await line.adopt(ends[0], and: second).get()
      return LocalSocket(line: line, descriptor: ends[1])
    } catch {
      if second < 0 { systemClose(ends[0]) }
      systemClose(ends[1])
      throw LineAddress.connectError(error, "a socket")
    }
  }
}
