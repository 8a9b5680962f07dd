import Foundation
import Testing

/// The first signal ends a question at once; what moves money has the last word (PayTests).
@Suite(.timeLimit(.minutes(3))) struct InterruptTests {
  /// On this scale a silent reader is waited for ten times as long.
  static let patience = ["--time-scale", "10", "--json"]

  @Test func statusEndsAtTheFirstSignal() async throws {
    let server = try SilentServer()
    let child = try Child(
      Tool.binary, ["status", "--reader", server.address] + Self.patience, in: Tool.folder())
    #expect(await server.wasReached())
    child.signal(SIGINT)
    let ended = await child.end()
    #expect(ended.status == 69 && ended.object.object("error")?.text("reason") == "interrupted")
  }

  @Test func recoverEndsAtTheFirstSignalAndLeavesOpenWhatIsOpen() async throws {
    try await SimulatedReader.run(more: ["--power-off"]) { sim in
      // The power fails when the acquirer has booked, and stays off.
      #expect(try await sim.pay("a", 66_105_000).status == 75)
      await sim.stop()
      let port = try #require(sim.address.split(separator: ":").last.flatMap { UInt16($0) })
      let server = try SilentServer(port: port)
      let arguments = ["recover", "--reader", sim.address, "--journal", sim.journal] + Self.patience
      let child = try Child(Tool.binary, arguments, in: sim.folder)
      #expect(await server.wasReached())
      child.signal(SIGINT)
      let ended = await child.end()
      #expect(ended.status == 75 && ended.object.object("error")?.text("reason") == "interrupted")
    }
  }
}

/// Takes a connection and never says a word.
private final class SilentServer: Sendable {
  let address: String
  private let listener: Int32

  struct Failure: Error { let code = errno }

  init(port: UInt16 = 0) throws {
    #if os(Linux)
      let stream = Int32(SOCK_STREAM.rawValue)
    #else
      let stream = SOCK_STREAM
    #endif
    listener = socket(AF_INET, stream, 0)
    var yes: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
    _ = fcntl(listener, F_SETFL, O_NONBLOCK)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isBound = withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 4) == 0
          && getsockname(listener, $0, &length) == 0
      }
    }
    guard isBound else { throw Failure() }
    address = "tcp:127.0.0.1:\(UInt16(bigEndian: name.sin_port))"
  }

  deinit { close(listener) }

  /// Whether somebody came, and said something, within a minute. The connection stays open.
  func wasReached() async -> Bool {
    var connection: Int32 = -1
    for _ in 0..<3000 {
      if connection < 0 { connection = accept(listener, nil, nil) }
      var byte: UInt8 = 0
      if connection >= 0, recv(connection, &byte, 1, Int32(MSG_DONTWAIT)) == 1 { return true }
      try? await Task.sleep(for: .milliseconds(20))
    }
    return false
  }
}
