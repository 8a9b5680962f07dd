import NIOCore
import NIOPosix

/// A TCP server that hands out one line a connection: what a terminal is.
public final class TCPListener: Sendable {
  /// With the port that the system chose, if port 0 was asked for.
  public let address: LineAddress
  private let channel: any Channel

  private init(_ address: LineAddress, _ channel: any Channel) {
    (self.address, self.channel) = (address, channel)
  }

  /// Listens.
  ///
  /// - Parameters:
  ///   - loop: all lines live on it.
  ///   - onLine: called on the loop for each connection; start the line there.
  public static func open(
    host: String, port: Int, on loop: LineLoop = .next(), onLine: @escaping @Sendable (any Line) -> Void
  ) async throws(TransportError) -> TCPListener {
    let subject = LineAddress.tcp(host: host, port: port).description
    do {
      let channel = try await ServerBootstrap(group: loop.eventLoop, childGroup: loop.eventLoop)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            let line = ChannelLine(on: loop)
            try TCPLiveness().apply(to: channel)
            try channel.pipeline.syncOperations.addHandler(line)
            // Once the channel is active, so that the client may write at once.
            channel.eventLoop.execute { onLine(line) }
          }
        }
        .bind(host: host, port: port).get()
      let chosen = channel.localAddress?.port ?? port
      return TCPListener(.tcp(host: host, port: chosen), channel)
    } catch {
      throw LineAddress.connectError(error, subject, doing: "listening at")
    }
  }

  /// Stops listening. Lines handed out live on.
  public func close() async { try? await channel.close().get() }
}
