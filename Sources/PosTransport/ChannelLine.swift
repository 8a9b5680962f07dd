import NIOCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A line over a NIO channel: TCP, serial, and a pseudo-terminal's master.
///
/// Unchecked: all state is touched on the loop only, which every entry checks.
final class ChannelLine: PausableLine, ChannelInboundHandler, @unchecked Sendable {
  typealias InboundIn = ByteBuffer

  let loop: LineLoop
  private let port: SerialPort?
  private var channel: (any Channel)?
  private var client: (any LineClient)?
  /// Received before `start`.
  private var early: [UInt8] = []
  private var state = State.fresh
  private var isWriting = false
  private var isDropping = false

  /// `ended` before `start`: the client hears of it then.
  private enum State {
    case fresh, started, closing, reported
    case ended(LineClosure)
  }

  /// A line nobody has started holds this much; more is a peer that talks to nobody.
  private static let earlyLimit = 65_536
  /// A peer for which more than this waits takes nothing any more: the next write ends the line.
  static let backlogLimit = 1_048_576

  /// - Parameter port: the serial port behind the channel, whose queues can be flushed. Released when the
  ///   line ends.
  init(on loop: LineLoop, port: SerialPort? = nil) { (self.loop, self.port) = (loop, port) }

  func start(_ client: any LineClient) {
    loop.checkIsolated()
    self.client = client
    switch state {
    case .fresh: state = .started
    case .ended(let reason): loop.execute { self.report(reason) }
    case .started, .closing, .reported: preconditionFailure("a line is started once")
    }
    if !early.isEmpty {
      loop.execute {
        guard case .started = self.state else { return self.early.removeAll() }
        self.deliverEarly()
      }
    }
  }

  func write(_ bytes: [UInt8]) -> Bool {
    loop.checkIsolated()
    switch state {
    case .fresh, .started: break
    case .closing, .ended, .reported: return false
    }
    guard let channel, channel.isActive else { return false }
    // A failing write ends the channel before it returns; the client must not hear of it inside its own call.
    isWriting = true
    defer { isWriting = false }
    guard backlog <= Self.backlogLimit else {
      end(.failed(ENOBUFS))
      channel.close(promise: nil)
      return false
    }
    channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    return true
  }

  func dropInput() {
    loop.checkIsolated()
    early.removeAll()
    guard let port else { return }
    // Behind what this turn of the loop still delivers: NIO takes it for a fault if bytes it was told of are
    // gone.
    isDropping = true
    loop.execute {
      port.dropInput()
      self.isDropping = false
    }
  }

  func close() {
    loop.checkIsolated()
    switch state {
    case .fresh, .started: state = .closing
    case .closing, .ended, .reported: return
    }
    guard let channel else { return end(.closedHere) }
    channel.close(promise: nil)
  }

  /// It has ended, or is about to.
  var isOver: Bool {
    switch state {
    case .fresh, .started: false
    case .closing, .ended, .reported: true
    }
  }

  var backlog: Int {
    (try? channel?.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
  }

  func setReading(_ isOn: Bool) {
    loop.checkIsolated()
    try? channel?.syncOptions?.setOption(.autoRead, value: isOn)
    if isOn { channel?.read() }
  }

  // MARK: the channel's side

  func handlerAdded(context: ChannelHandlerContext) { channel = context.channel }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isDropping else { return }
    let bytes = Array(unwrapInboundIn(data).readableBytesView)
    switch state {
    case .started:
      if !early.isEmpty { deliverEarly() }
      if case .started = state { client?.lineReceived(bytes) }
    case .fresh:
      early += bytes.prefix(Self.earlyLimit - early.count)
    case .closing, .ended, .reported:
      break
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    let code = (error as? IOError)?.errnoCode
    end(code.map(LineClosure.init(errno:)) ?? .disconnected)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    end(.disconnected)
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    end(.disconnected)
    channel = nil
  }

  /// Bytes that came before the end are delivered before it.
  private func end(_ reason: LineClosure) {
    port?.release()
    switch state {
    case .fresh: state = .ended(reason)
    case .started:
      state = .ended(reason)
      if isWriting { loop.execute { self.report(reason) } } else { report(reason) }
    case .closing:
      state = .ended(.closedHere)
      loop.execute { self.report(.closedHere) }
    case .ended, .reported: break
    }
  }

  private func report(_ reason: LineClosure) {
    guard case .ended = state, let client else { return }
    if !early.isEmpty, reason != .closedHere { deliverEarly() }
    state = .reported
    self.client = nil
    client.lineClosed(reason)
  }

  private func deliverEarly() {
    let bytes = early
    early.removeAll()
    client?.lineReceived(bytes)
  }
}

extension LineClosure {
  /// What a failed read or write says of the line.
  init(errno code: Int32) {
    switch code {
    case EIO, EPIPE, ENXIO, ENODEV, ECONNRESET, ECONNABORTED, ENOTCONN, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH:
      self = .disconnected
    default: self = .failed(code)
    }
  }
}
