import Foundation
import Testing

@testable import PaymentFlows

/// HTTP over a real socket.
@Suite struct SocketCarrierTests {
  static let request = HTTPRequest(path: "/debts", body: Array("{}".utf8))

  @Test(arguments: [
    ("http://localhost", "localhost", 80), ("HTTP://10.0.0.1:8080/", "10.0.0.1", 8080),
    ("http://[::1]:9000", "::1", 9000),
  ])
  func addresses(text: String, host: String, port: UInt16) {
    let carrier = SocketCarrier(text)
    #expect(carrier?.host == host && carrier?.port == port)
  }

  @Test(arguments: [
    "https://localhost", "http://", "http://localhost:0", "http://localhost:70000", "http://a@localhost",
    "http://localhost/path", "http://localhost?q=1", "localhost:80", "",
  ])
  func noAddresses(text: String) { #expect(SocketCarrier(text) == nil) }

  @Test func carriesTheAnswer() async throws {
    let server = try OneShotServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
    let answer = try await SocketCarrier(host: "127.0.0.1", port: server.port)
      .carry(Self.request, within: .seconds(20))
    #expect(answer == HTTPAnswer(status: 200, body: Array("{}".utf8)))
    let heard = await server.heard()
    #expect(heard.hasPrefix("POST /debts HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n"))
    #expect(heard.hasSuffix("Connection: close\r\n\r\n{}"))
  }

  @Test func aLineThatGoesIsNoAnswer() async throws {
    let server = try OneShotServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{")
    await #expect(throws: ServiceError.self) {
      try await SocketCarrier(host: "127.0.0.1", port: server.port).carry(Self.request, within: .seconds(20))
    }
  }

  @Test func silenceHasAnEnd() async throws {
    let server = try OneShotServer(nil)
    await #expect(throws: ServiceError.silent) {
      try await SocketCarrier(host: "127.0.0.1", port: server.port)
        .carry(Self.request, within: .milliseconds(100))
    }
  }

  @Test(arguments: ["127.0.0.1", "no.such.host.invalid"])
  func nobodyThere(host: String) async throws {
    await #expect(throws: ServiceError.unreachable) {
      try await SocketCarrier(host: host, port: 1).carry(Self.request, within: .seconds(20))
    }
  }
}

/// Listens on the loopback address, hears one request, and gives one answer, or none.
private final class OneShotServer: Sendable {
  let port: UInt16
  private let socket: Int32
  private let hearing: Task<String, Never>

  init(_ answer: String?) throws {
    #if canImport(Darwin)
      let socket = Darwin.socket(AF_INET, SOCK_STREAM, 0)
    #else
      let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) == 0 && listen(socket, 1) == 0 && getsockname(socket, $0, &length) == 0
      }
    }
    guard isBound else { throw CocoaError(.fileNoSuchFile) }
    (self.socket, port) = (socket, UInt16(bigEndian: address.sin_port))
    hearing = Task.detached {
      guard let answer else { return "" }
      return await withCheckedContinuation { continuation in
        Thread.detachNewThread {
          let line = accept(socket, nil, nil)
          var heard: [UInt8] = []
          var buffer = [UInt8](repeating: 0, count: 1024)
          while !heard.suffix(2).elementsEqual("{}".utf8) {
            let count = read(line, &buffer, buffer.count)
            guard count > 0 else { break }
            heard += buffer[..<count]
          }
          _ = Array(answer.utf8).withUnsafeBytes { write(line, $0.baseAddress, $0.count) }
          close(line)
          continuation.resume(returning: String(decoding: heard, as: UTF8.self))
        }
      }
    }
  }

  deinit { close(socket) }

  func heard() async -> String { await hearing.value }
}
