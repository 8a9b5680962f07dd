#if canImport(Glibc)
  import Glibc
  import NIOCore
  import NIOPosix
  import Synchronization

  /// Tells what happens to files: inotify, of which the system grants each user few, so one instance serves
  /// the process. Equal news that follow each other may be told once.
  final class PathOpenings: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer

    enum News: Sendable {
      case opened
      /// By somebody who could write.
      case closed
      /// In a folder: a file of that name is there, or another may do more with it now.
      case appeared(String)
      /// The system's queue ran over: some were not told.
      case lost
    }

    /// What is to be told.
    enum Interest {
      /// Of a file: who opens and closes it.
      case openings
      /// Of a folder: which files appear.
      case files

      fileprivate var mask: UInt32 {
        switch self {
        case .openings: UInt32(IN_OPEN) | UInt32(IN_CLOSE_WRITE)
        case .files: UInt32(IN_CREATE) | UInt32(IN_MOVED_TO) | UInt32(IN_ATTRIB) | UInt32(IN_ONLYDIR)
        }
      }
    }

    /// One who is told; a path may have several.
    struct Token: Hashable, Sendable {
      fileprivate let path: Int32
      fileprivate let number: Int
    }

    /// Nil: the system has none to give.
    static let shared = PathOpenings()

    private struct Watch {
      let loop: LineLoop
      let tell: @Sendable (News) -> Void
    }

    private struct Watches {
      var all: [Int32: [Int: Watch]] = [:]
      var count = 0
    }

    private let descriptor: Int32
    private let watches = Mutex(Watches())

    private init?() {
      descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
      guard descriptor >= 0 else { return nil }
      let bootstrap = NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton).channelInitializer {
        channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(self) }
      }
      _ = bootstrap.takingOwnershipOfDescriptor(input: descriptor)
    }

    /// Tells of `path` on `loop`, until `forget`. Nil: there is no such path, or the system has no watch to
    /// give. A path is watched for one interest only.
    func watch(
      _ path: String, _ interest: Interest = .openings, on loop: LineLoop,
      _ tell: @escaping @Sendable (News) -> Void
    ) -> Token? {
      watches.withLock { watches in
        let number = inotify_add_watch(descriptor, path, interest.mask)
        guard number >= 0 else { return nil }
        watches.count += 1
        watches.all[number, default: [:]][watches.count] = Watch(loop: loop, tell: tell)
        return Token(path: number, number: watches.count)
      }
    }

    func forget(_ token: Token) {
      watches.withLock { watches in
        guard watches.all[token.path]?.removeValue(forKey: token.number) != nil else { return }
        guard watches.all[token.path]?.isEmpty == true else { return }
        watches.all[token.path] = nil
        _ = inotify_rm_watch(descriptor, token.path)
      }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      var buffer = unwrapInboundIn(data)
      // struct inotify_event: watch, mask, cookie, the length of a name and the name, filled up with zeros.
      while let number = buffer.readInteger(endianness: .host, as: Int32.self),
        let mask = buffer.readInteger(endianness: .host, as: UInt32.self),
        buffer.readInteger(as: UInt32.self) != nil,
        let length = buffer.readInteger(endianness: .host, as: UInt32.self)
      {
        let name = buffer.readBytes(length: min(Int(length), buffer.readableBytes)) ?? []
        hear(number, mask, String(decoding: name.prefix { $0 != 0 }, as: UTF8.self))
      }
    }

    private func hear(_ number: Int32, _ mask: UInt32, _ name: String) {
      if mask & UInt32(IN_Q_OVERFLOW) != 0 {
        for watch in watches.withLock({ $0.all.values.flatMap(\.values) }) { say(.lost, watch) }
        return
      }
      for watch in watches.withLock({ $0.all[number].map { Array($0.values) } ?? [] }) {
        if mask & UInt32(IN_OPEN) != 0 { say(.opened, watch) }
        if mask & UInt32(IN_CLOSE_WRITE) != 0 { say(.closed, watch) }
        if mask & Interest.files.mask != 0, !name.isEmpty { say(.appeared(name), watch) }
      }
    }

    private func say(_ news: News, _ watch: Watch) { watch.loop.execute { watch.tell(news) } }
  }
#endif
