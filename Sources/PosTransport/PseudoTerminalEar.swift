#if canImport(Glibc)
  import Glibc
  import NIOCore
  import NIOPosix

  /// Watches a master from its loop, so that bytes reach their reader without another thread.
  ///
  /// It keeps the other side open itself: a master that hangs up and is opened again before the hang-up was
  /// read is, for NIO, a fault that ends the process. ``PathOpenings`` tells when to look who is there.
  ///
  /// Unchecked: all state is touched on the loop only.
  final class PseudoTerminalEar: PseudoTerminalWatch, ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer

    private let loop: LineLoop
    private let path: String
    private let master: Int32
    private var keeper: Int32
    private var watch: PathOpenings.Token?
    private var channel: (any Channel)?
    private var tell: (@Sendable (PseudoTerminalNews) -> Void)?
    private var early: [PathOpenings.News] = []
    private var isThere = false

    /// Before anybody knows the pair's path. Nil: the system has no descriptor or no watch to give.
    init?(_ pair: PseudoTerminalPair, _ loop: LineLoop) {
      (self.loop, path) = (loop, pair.path)
      keeper = Self.openKeeper(path)
      master = pair.duplicate()
      watch = nil
      guard keeper >= 0, master >= 0, listen() else {
        systemClose(keeper)
        systemClose(master)
        keeper = -1
        return nil
      }
    }

    deinit {
      guard tell == nil, keeper >= 0 else { return }
      forget()
      systemClose(master)
      systemClose(keeper)
    }

    func start(_ tell: @escaping @Sendable (PseudoTerminalNews) -> Void) {
      self.tell = tell
      NIOPipeBootstrap(group: loop.eventLoop)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(self) }
        }
        .takingOwnershipOfDescriptor(input: master)
        .whenComplete { [master] in
          switch $0 {
          case .success(let channel): channel.closeFuture.whenComplete { _ in systemClose(self.keeper) }
          case .failure:
            systemClose(master)
            systemClose(self.keeper)
          }
        }
      let waiting = early
      early = []
      for news in waiting { hear(news) }
    }

    func stop() {
      guard tell != nil else { return }
      tell = { _ in }
      forget()
      channel?.close(promise: nil)
    }

    func hold(_ isHeld: Bool) { try? channel?.syncOptions?.setOption(.autoRead, value: !isHeld) }

    func handlerAdded(context: ChannelHandlerContext) { channel = context.channel }

    func handlerRemoved(context: ChannelHandlerContext) { channel = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      take(Array(unwrapInboundIn(data).readableBytesView))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { tell?(.lost) }

    private func hear(_ news: PathOpenings.News) {
      guard tell != nil else { return early.append(news) }
      switch news {
      case .opened: welcome()
      case .closed: look(again: 6)
      case .lost: tell?(.lost)
      case .appeared: break
      }
    }

    private func take(_ bytes: [UInt8]) {
      if !isThere {
        welcome()
        // Nobody told of an opening yet, and perhaps they are gone already.
        loop.execute { [weak self] in self?.look() }
      }
      tell?(.bytes(bytes))
    }

    private func welcome() {
      guard !isThere else { return }
      isThere = true
      tell?(.came)
    }

    /// Lets go of the other side for a moment: if nobody else has it open, the master hangs up. No turn of
    /// the loop passes meanwhile, so NIO does not see it; nor do we hear our own opening.
    ///
    /// - Parameter again: how often to look once more if somebody is there. The system tells of a close
    ///   before it is done, so the one who leaves may still be seen.
    private func look(again: Int = 0) {
      guard watch != nil, channel != nil else { return }
      forget()
      systemClose(keeper)
      var entry = [pollfd(fd: master, events: Int16(POLLIN), revents: 0)]
      _ = systemPoll(&entry, 0)
      let isGone = Int32(entry[0].revents) & POLLHUP != 0
      if isGone { drain() }
      keeper = Self.openKeeper(path)
      guard keeper >= 0, listen() else {
        tell?(.lost)
        return
      }
      if !isGone, again > 0 {
        let wait = Duration.milliseconds(1 << (2 * (6 - again)))
        loop.schedule(at: loop.now + wait) { [weak self] in self?.look(again: again - 1) }
      }
      guard isGone, isThere else { return }
      isThere = false
      tell?(.went)
    }

    /// What was written before the close: a read waits for what is on its way inside the system.
    private func drain() {
      var bytes = [UInt8](repeating: 0, count: 16_384)
      while true {
        let count = systemRead(master, &bytes, bytes.count)
        guard count > 0 else { return }
        welcome()
        tell?(.bytes(Array(bytes[..<count])))
      }
    }

    private func listen() -> Bool {
      watch = PathOpenings.shared?.watch(path, on: loop) { [weak self] in self?.hear($0) }
      return watch != nil
    }

    private func forget() {
      if let watch { PathOpenings.shared?.forget(watch) }
      watch = nil
    }

    /// For reading only, so that its closing is not told as a register's.
    private static func openKeeper(_ path: String) -> Int32 {
      systemOpen(path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    }
  }
#endif
