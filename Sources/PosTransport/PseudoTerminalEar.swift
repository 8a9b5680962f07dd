#if canImport(Glibc)
  import Glibc
  import NIOCore
  import NIOPosix

  /// Watches a master from its loop, so that bytes reach their reader without another thread.
  ///
  /// It keeps the other side open itself: a master that hangs up and is opened again before the hang-up was
  /// read is, for NIO, a fault that ends the process. Who comes and goes is told by ``PathOpenings``.
  ///
  /// Unchecked: all state is touched on the loop only.
  final class PseudoTerminalEar: PseudoTerminalWatch, ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer

    private let loop: LineLoop
    private let master: Int32
    private let keeper: Int32
    private var watch: Int32?
    private var channel: (any Channel)?
    private var tell: (@Sendable (PseudoTerminalNews) -> Void)?
    private var early: [PathOpenings.News] = []
    private var users = 0
    private var presence = Presence.absent
    /// Counts who came, so that a late look does not take the next one for the last one.
    private var visit = 0

    /// `guessed`: bytes came before the system told of an opening. `leaving`: closed, with a tail perhaps.
    private enum Presence { case absent, guessed, present, leaving }

    /// What was written just before a close may still be on its way.
    private static let tail = Duration.milliseconds(2)
    /// Within this the system tells of the opening behind the first bytes.
    private static let patience = Duration.milliseconds(100)

    /// Before anybody knows the pair's path. Nil: the system has no descriptor or no watch to give.
    init?(_ pair: PseudoTerminalPair, _ loop: LineLoop) {
      self.loop = loop
      keeper = systemOpen(pair.path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
      master = pair.duplicate()
      watch =
        keeper < 0 || master < 0
        ? nil
        : PathOpenings.shared?.watch(pair.path, on: loop) { [weak self] in
          self?.hear($0)
        }
      guard watch != nil else {
        systemClose(keeper)
        systemClose(master)
        return nil
      }
    }

    deinit {
      guard channel == nil, tell == nil else { return }
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
        .whenComplete { [keeper, master] in
          switch $0 {
          case .success(let channel): channel.closeFuture.whenComplete { _ in systemClose(keeper) }
          case .failure:
            systemClose(master)
            systemClose(keeper)
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

    func handlerAdded(context: ChannelHandlerContext) { channel = context.channel }

    func handlerRemoved(context: ChannelHandlerContext) { channel = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let bytes = Array(unwrapInboundIn(data).readableBytesView)
      if presence == .absent {
        welcome(users > 0 ? .present : .guessed)
        if users == 0 { look(after: Self.patience) }
      }
      tell?(.bytes(bytes))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { tell?(.lost) }

    private func hear(_ news: PathOpenings.News) {
      guard tell != nil else { return early.append(news) }
      switch news {
      case .opened:
        users += 1
        if presence == .leaving { leave() }
        if presence == .absent { welcome(.present) }
        presence = .present
      case .closed:
        users = max(0, users - 1)
        guard users == 0, presence != .absent else { return }
        presence = .leaving
        look(after: Self.tail)
      case .lost: tell?(.lost)
      }
    }

    private func welcome(_ presence: Presence) {
      self.presence = presence
      visit += 1
      tell?(.came)
    }

    private func look(after time: Duration) {
      let visit = visit
      loop.schedule(at: loop.now + time) { [weak self] in
        guard let self, self.visit == visit, users == 0, presence != .absent else { return }
        leave()
      }
    }

    private func leave() {
      presence = .absent
      tell?(.went)
    }

    private func forget() {
      if let watch { PathOpenings.shared?.forget(watch) }
      watch = nil
    }
  }
#endif
