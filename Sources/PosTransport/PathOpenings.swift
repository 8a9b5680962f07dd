#if canImport(Glibc)
  import Glibc
  import NIOCore
  import NIOPosix
  import Synchronization

  /// Tells that a path was opened, and that somebody who could write closed it: inotify, of which the system
  /// grants each user few, so one instance serves the process. Equal news that follow each other may be told
  /// once.
  final class PathOpenings: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer

    enum News: Sendable {
      case opened, closed
      /// The system's queue ran over: some were not told.
      case lost
    }

    /// Nil: the system has none to give.
    static let shared = PathOpenings()

    private struct Watch {
      let loop: LineLoop
      let tell: @Sendable (News) -> Void
    }

    private let descriptor: Int32
    private let watches = Mutex<[Int32: Watch]>([:])

    private init?() {
      descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
      guard descriptor >= 0 else { return nil }
      let bootstrap = NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton).channelInitializer {
        channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(self) }
      }
      _ = bootstrap.takingOwnershipOfDescriptor(input: descriptor)
    }

    /// Tells of `path` on `loop`, until `forget`. Nil: the system has no watch to give.
    func watch(_ path: String, on loop: LineLoop, _ tell: @escaping @Sendable (News) -> Void) -> Int32? {
      watches.withLock { watches in
        let mask = UInt32(IN_OPEN) | UInt32(IN_CLOSE_WRITE)
        let number = inotify_add_watch(descriptor, path, mask)
        guard number >= 0 else { return nil }
        watches[number] = Watch(loop: loop, tell: tell)
        return number
      }
    }

    func forget(_ number: Int32) {
      watches.withLock { watches in
        guard watches.removeValue(forKey: number) != nil else { return }
        _ = inotify_rm_watch(descriptor, number)
      }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      var buffer = unwrapInboundIn(data)
      // struct inotify_event: watch, mask, cookie and the length of a name, which watched files do not have.
      while let number = buffer.readInteger(endianness: .host, as: Int32.self),
        let mask = buffer.readInteger(endianness: .host, as: UInt32.self),
        buffer.readInteger(as: UInt32.self) != nil,
        let length = buffer.readInteger(endianness: .host, as: UInt32.self)
      {
        buffer.moveReaderIndex(forwardBy: min(Int(length), buffer.readableBytes))
        hear(number, mask)
      }
    }

    private func hear(_ number: Int32, _ mask: UInt32) {
      if mask & UInt32(IN_Q_OVERFLOW) != 0 {
        for watch in watches.withLock({ Array($0.values) }) { say(.lost, watch) }
      } else if let watch = watches.withLock({ $0[number] }) {
        if mask & UInt32(IN_OPEN) != 0 { say(.opened, watch) }
        if mask & UInt32(IN_CLOSE_WRITE) != 0 { say(.closed, watch) }
      }
    }

    private func say(_ news: News, _ watch: Watch) { watch.loop.execute { watch.tell(news) } }
  }
#endif
