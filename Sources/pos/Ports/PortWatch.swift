import PosTransport

/// `pos ports --watch`: which ports come and which go.
struct PortWatch: Sendable {
  let root: String
  let output: OutputOptions
  private var known: [Key: PortInfo] = [:]

  /// The same name may be another reader's the next time.
  private struct Key: Hashable {
    let address: LineAddress
    let serialNumber: String?

    init(_ port: PortInfo) { (address, serialNumber) = (port.address, port.serialNumber) }
  }

  init(root: String, output: OutputOptions) { (self.root, self.output) = (root, output) }

  /// Until SIGINT or SIGTERM. False: standard output takes no more.
  mutating func run() async -> Bool {
    let (looks, look) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let signals = SignalWatch { times in
      guard times == 1 else { Console.leave(.approved) }
      look.finish()
    }
    // A port follows its device after a moment, and not every port is on USB.
    let clock = Task {
      while !Task.isCancelled {
        look.yield()
        try? await Task.sleep(for: .seconds(1))
      }
    }
    let bus = Task { await Self.followBus { look.yield() } }
    var isHeard = true
    var word = "here"
    for await _ in looks where isHeard {
      isHeard = tell(await PortList.current(root: root), new: word)
      if word == "here" { Console.note("watching; SIGINT ends it") }
      word = "came"
      if !isHeard { look.finish() }
    }
    clock.cancel()
    bus.cancel()
    signals.stop()
    return isHeard
  }

  /// Says what has changed, in the order of the list.
  private mutating func tell(_ ports: [PortInfo], new word: String) -> Bool {
    let now = Dictionary(ports.map { (Key($0), $0) }, uniquingKeysWith: { first, _ in first })
    let left = known.filter { now[$0.key] == nil }.values.sorted {
      $0.address.description < $1.address.description
    }
    let new = ports.filter { known[Key($0)] == nil }
    known = now
    return left.allSatisfy { say("went", $0) } && new.allSatisfy { say(word, $0) }
  }

  private func say(_ event: String, _ port: PortInfo) -> Bool {
    guard !output.json else {
      return Console.print(JSON(port: port).after("event", .text(event)).line)
    }
    return Console.print("\(event) \(PortText(lang: output.lang).headline(port))")
  }

  /// Wakes at each event of the bus; where there is no bus, never.
  private static func followBus(_ wake: @Sendable () -> Void) async {
    #if USB
      guard let bus = try? await USBBus.open() else { return }
      for await _ in bus.events { wake() }
      await bus.close()
    #endif
  }
}
