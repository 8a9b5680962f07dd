internal import Dispatch
internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Plain HTTP over a socket, one connection a request, on threads of its own: nothing that waits for the
/// service holds up a reader.
public struct SocketCarrier: HTTPCarrier {
  /// A name or an address.
  public let host: String
  public let port: UInt16

  private static let threads = DispatchQueue(label: "service", attributes: .concurrent)

  public init(host: String, port: UInt16) { (self.host, self.port) = (host, port) }

  /// Reads `http://HOST:PORT`, nil for anything else. An address of version 6 stands in brackets.
  public init?(_ url: String) {
    guard let parts = URLComponents(string: url), parts.scheme?.lowercased() == "http", parts.query == nil,
      parts.user == nil, ["", "/"].contains(parts.path), let host = parts.host, !host.isEmpty
    else { return nil }
    guard let port = UInt16(exactly: parts.port ?? 80), port > 0 else { return nil }
    self.init(host: host.trimmingCharacters(in: ["[", "]"]), port: port)
  }

  public func carry(
    _ request: HTTPRequest, within limit: Duration
  ) async throws(ServiceError) -> HTTPAnswer {
    let deadline = ContinuousClock.now + limit
    let result: Result<HTTPAnswer, ServiceError> = await withCheckedContinuation { continuation in
      Self.threads.async {
        do throws(ServiceError) {
          continuation.resume(returning: .success(try exchange(request, until: deadline)))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
    }
    return try result.get()
  }

  private func exchange(
    _ request: HTTPRequest, until deadline: ContinuousClock.Instant
  ) throws(ServiceError) -> HTTPAnswer {
    let socket = try connected(until: deadline)
    defer { _ = Self.closeDescriptor(socket) }
    try Self.send(request.bytes(host: "\(host):\(port)"), to: socket, until: deadline)
    var reader = HTTPAnswerReader()
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      try Self.wait(socket, Int16(POLLIN), until: deadline)
      let count = recv(socket, &buffer, buffer.count, 0)
      if count == 0 { return try reader.close() }
      if count < 0 {
        guard errno == EAGAIN || errno == EINTR else { throw .unreachable }
        continue
      }
      if let answer = try reader.feed(Array(buffer[..<count])) { return answer }
    }
  }

  /// The first of the host's addresses that answers.
  private func connected(until deadline: ContinuousClock.Instant) throws(ServiceError) -> Int32 {
    var hints = addrinfo()
    hints.ai_socktype = Self.stream
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &list) == 0 else { throw .unreachable }
    defer { freeaddrinfo(list) }
    var next = list
    while let info = next?.pointee {
      if let socket = Self.connect(info, until: deadline) { return socket }
      next = info.ai_next
    }
    throw ContinuousClock.now < deadline ? .unreachable : .silent
  }

  private static func connect(_ info: addrinfo, until deadline: ContinuousClock.Instant) -> Int32? {
    let descriptor = socket(info.ai_family, stream, info.ai_protocol)
    guard descriptor >= 0 else { return nil }
    let flags = fcntl(descriptor, F_GETFL)
    _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    if openConnection(descriptor, info) == 0 { return descriptor }
    var (code, size) = (errno, socklen_t(MemoryLayout<Int32>.size))
    if code == EINPROGRESS {
      do throws(ServiceError) {
        try wait(descriptor, Int16(POLLOUT), until: deadline)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size) == 0 else { throw .unreachable }
      } catch {
        code = ECONNREFUSED
      }
    }
    if code == 0 { return descriptor }
    _ = closeDescriptor(descriptor)
    return nil
  }

  private static func send(
    _ bytes: [UInt8], to socket: Int32, until deadline: ContinuousClock.Instant
  ) throws(ServiceError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      try wait(socket, Int16(POLLOUT), until: deadline)
      let count = rest.withUnsafeBytes { sendBytes(socket, $0) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EAGAIN, errno != EINTR {
        throw .unreachable
      }
    }
  }

  private static func wait(
    _ socket: Int32, _ events: Int16, until deadline: ContinuousClock.Instant
  ) throws(ServiceError) {
    while true {
      let left = (deadline - ContinuousClock.now) / .milliseconds(1)
      guard left > 0 else { throw .silent }
      var look = pollfd(fd: socket, events: events, revents: 0)
      let count = poll(&look, 1, Int32(min(left.rounded(.up), 60_000)))
      if count > 0 { return }
      guard count == 0 || errno == EINTR else { throw .unreachable }
    }
  }
}

/// The system's calls whose names Swift's own hide, and what differs between systems.
extension SocketCarrier {
  #if canImport(Glibc)
    private static let stream = Int32(SOCK_STREAM.rawValue)
    private static let noSignal = Int32(MSG_NOSIGNAL)
    private static func closeDescriptor(_ descriptor: Int32) -> Int32 { Glibc.close(descriptor) }
    private static func openConnection(_ descriptor: Int32, _ info: addrinfo) -> Int32 {
      Glibc.connect(descriptor, info.ai_addr, info.ai_addrlen)
    }
    private static func sendBytes(_ socket: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
      Glibc.send(socket, bytes.baseAddress, bytes.count, noSignal)
    }
  #elseif canImport(Musl)
    private static let stream = SOCK_STREAM
    private static let noSignal = MSG_NOSIGNAL
    private static func closeDescriptor(_ descriptor: Int32) -> Int32 { Musl.close(descriptor) }
    private static func openConnection(_ descriptor: Int32, _ info: addrinfo) -> Int32 {
      Musl.connect(descriptor, info.ai_addr, info.ai_addrlen)
    }
    private static func sendBytes(_ socket: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
      Musl.send(socket, bytes.baseAddress, bytes.count, noSignal)
    }
  #else
    private static let stream = SOCK_STREAM
    private static func closeDescriptor(_ descriptor: Int32) -> Int32 { Darwin.close(descriptor) }
    private static func openConnection(_ descriptor: Int32, _ info: addrinfo) -> Int32 {
      Darwin.connect(descriptor, info.ai_addr, info.ai_addrlen)
    }
    private static func sendBytes(_ socket: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
      Darwin.send(socket, bytes.baseAddress, bytes.count, 0)
    }
  #endif
}
