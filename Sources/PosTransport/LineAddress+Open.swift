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
  /// - Parameters:
  ///   - connectTimeout: for TCP, name look-up included. A host with several addresses is tried at all of
  ///     them, IPv6 first, and the first that answers is taken (RFC 8305).
  ///   - liveness: for TCP, when a silent peer counts as gone.
  public func open(
    on loop: LineLoop, connectTimeout: Duration = .seconds(5), liveness: TCPLiveness = TCPLiveness()
  ) async throws(TransportError) -> any Line {
    switch self {
    case .serial(let path, let settings): try await Self.openSerial(path, settings, on: loop)
    case .tcp(let host, let port):
      try await Self.connect(host, port, on: loop, timeout: connectTimeout, liveness)
    case .usb(let address): try await address.open(on: loop)
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
    _ host: String, _ port: Int, on loop: LineLoop, timeout: Duration, _ liveness: TCPLiveness
  ) async throws(TransportError) -> any Line {
    let subject = LineAddress.tcp(host: host, port: port).description
    let line = ChannelLine(on: loop)
    let bootstrap = ClientBootstrap(group: loop.eventLoop)
      .connectTimeout(TimeAmount(timeout))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try liveness.apply(to: channel)
          try channel.pipeline.syncOperations.addHandler(line)
        }
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

  static func connectError(
    _ error: any Error, _ subject: String, doing action: String = "opening"
  ) -> TransportError {
    switch error {
    case let error as IOError: return SystemError.transport(error.errnoCode, subject, doing: action)
    case let error as NIOConnectionError:
      let errors = error.connectionErrors.map { connectError($0.error, subject) }
      // The host is there if any of its addresses refuses or is silent; that tells more than one without a
      // route, as IPv6 often is.
      return errors.first { $0 == .refused(subject) } ?? errors.first { $0 == .timedOut(subject) }
        ?? errors.first ?? .notFound("\(subject): no such host")
    case ChannelError.connectTimeout: return .timedOut(subject)
    case is SocketAddressError: return .notFound("\(subject): no such host")
    default: return .system(code: 0, doing: "\(action) \(subject): \(error)")
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
