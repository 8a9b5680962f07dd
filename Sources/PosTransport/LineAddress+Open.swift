import NIOCore
import NIOPosix

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension LineAddress {
  /// Opens the line. It is silent until `start`.
  ///
  /// A serial port is raw and free of stale bytes from the first moment, and nobody else's: `.inUse` names
  /// its holder where the system tells.
  /// - Parameter connectTimeout: for TCP, name look-up included.
  public func open(
    on loop: LineLoop, connectTimeout: Duration = .seconds(5)
  ) async throws(TransportError) -> any Line {
    switch self {
    case .serial(let path, let settings): try await Self.openSerial(path, settings, on: loop)
    case .tcp(let host, let port): try await Self.connect(host, port, on: loop, timeout: connectTimeout)
    case .usb:
      throw .unsupported("\(self): USB is not in this build; build with the package trait USB")
    case .replay: throw .unsupported("\(self): nothing plays it back here")
    }
  }

  private static func openSerial(
    _ path: String, _ settings: SerialSettings, on loop: LineLoop
  ) async throws(TransportError) -> any Line {
    do {
      // Opening may block in the driver: neither the loop nor the cooperative threads wait for it.
      let port = try await NIOThreadPool.singleton.runIfActive {
        try SerialPort.open(path, settings, in: FileTree())
      }
      let line = ChannelLine(on: loop, port: port)
      let (input, output) = try port.duplicates(path)
      try await line.adopt(input, and: output).get()
      return SerialLine(line, port)
    } catch let error as TransportError {
      throw error
    } catch {
      throw connectError(error, path)
    }
  }

  private static func connect(
    _ host: String, _ port: Int, on loop: LineLoop, timeout: Duration
  ) async throws(TransportError) -> any Line {
    let subject = LineAddress.tcp(host: host, port: port).description
    let line = ChannelLine(on: loop)
    let bootstrap = ClientBootstrap(group: loop.eventLoop)
      .connectTimeout(TimeAmount(timeout))
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelOption(.socketOption(.so_keepalive), value: 1)
      .channelOption(.tcpOption(.keepaliveIdle), value: 20)
      .channelOption(.tcpOption(.keepaliveInterval), value: 10)
      .channelOption(.tcpOption(.keepaliveCount), value: 3)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(line) }
      }
    do {
      // A literal address needs no look-up, and fails without the look-up's delays.
      if let address = try? SocketAddress(ipAddress: host, port: port) {
        _ = try await bootstrap.connect(to: address).get()
      } else {
        _ = try await bootstrap.connect(host: host, port: port).get()
      }
      return line
    } catch {
      throw connectError(error, subject)
    }
  }

  static func connectError(_ error: any Error, _ subject: String) -> TransportError {
    switch error {
    case let error as IOError: return SystemError.transport(error.errnoCode, subject, doing: "opening")
    case let error as NIOConnectionError:
      if let first = error.connectionErrors.first { return connectError(first.error, subject) }
      return .notFound("\(subject): no such host")
    case ChannelError.connectTimeout: return .timedOut(subject)
    case is SocketAddressError: return .notFound("\(subject): no such host")
    default: return .system(code: 0, doing: "opening \(subject): \(error)")
    }
  }
}

extension ChannelLine {
  /// Takes two descriptors of one open port, for reading and for writing, and closes them when the line ends.
  func adopt(_ input: Int32, and output: Int32) -> EventLoopFuture<Void> {
    NIOPipeBootstrap(group: loop.eventLoop)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(self) }
      }
      .takingOwnershipOfDescriptors(input: input, output: output)
      .flatMapErrorThrowing { error in
        systemClose(input)
        systemClose(output)
        throw error
      }
      .map { _ in }
  }
}

/// A host that is gone says nothing. These find it out within a minute, and keep idle connections alive.
extension NIOBSDSocket.Option {
  #if canImport(Glibc)
    static let keepaliveIdle = NIOBSDSocket.Option(rawValue: TCP_KEEPIDLE)
  #else
    static let keepaliveIdle = NIOBSDSocket.Option(rawValue: TCP_KEEPALIVE)
  #endif
  static let keepaliveInterval = NIOBSDSocket.Option(rawValue: TCP_KEEPINTVL)
  static let keepaliveCount = NIOBSDSocket.Option(rawValue: TCP_KEEPCNT)
}
