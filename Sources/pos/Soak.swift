import ArgumentParser
import Foundation
import PosDriver
import PosProtocol
import PosSim
import PosTransport

/// `pos soak`: connects, pays and disconnects again and again, and looks at what is left behind. Register and
/// simulated terminal share this process and nothing else does, so that every descriptor counts.
struct Soak: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "soak",
    abstract: "Connect, pay and disconnect against a simulated reader, and count what is left behind.",
    discussion: "Exit status 1: something was left behind, or a payment was not approved.",
    shouldDisplay: false)

  enum Way: String, CaseIterable, ExpressibleByArgument { case memory, pty, tcp }

  @Option(help: "How often; a hundred at a time, with a new terminal each.")
  var cycles = 500
  @Option(help: "How the two are joined.")
  var way = Way.memory

  /// Cycles with one terminal, after which everything is taken down and counted.
  private static let block = 100
  /// Bytes a cycle may seem to leave: what the allocator and the runtime's pools do not give back at once.
  private static let tolerance = 24

  func validate() throws {
    guard cycles >= 4 * Self.block else {
      throw ValidationError("--cycles must be \(4 * Self.block) at least, to see a slope.")
    }
  }

  func run() async throws {
    Console.surviveBrokenPipes()
    var seen: [Footprint] = []
    let began = ContinuousClock.now
    for _ in 0..<(cycles / Self.block) {
      try await payBlock()
      seen.append(await Self.settled())
    }
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    let leak = Leak(seen, block: Self.block)
    Console.print(
      "soak \(way.rawValue): \(seen.count * Self.block) cycles in \(Int(seconds.rounded())) s; left behind: "
        + "\(leak.descriptors) descriptors, \(leak.threads) threads, \(leak.bytesPerCycle) bytes a cycle")
    guard leak.descriptors <= 0, leak.threads <= 0, leak.bytesPerCycle <= Self.tolerance else {
      throw ExitCode(ExitStatus.declined.rawValue)
    }
  }

  private func payBlock() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "pos-soak-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var settings = SimulatorSettings(stateFolder: folder.path)
    settings.framing = way == .tcp ? .tcp : .serial
    (settings.cardDelay, settings.acquirerDelay) = (.zero, .zero)
    let terminal = try SimulatedTerminal(settings)
    await terminal.powerOn()
    let port: TerminalPort? =
      switch way {
      case .memory: nil
      case .pty: try await .open(.pseudoTerminal(link: nil), for: terminal)
      case .tcp: try await .open(.tcp(host: "127.0.0.1", port: 0), for: terminal)
      }
    let request = PaymentRequest(amount: Amount(minorUnits: 1000)!, currency: .irr)
    for _ in 0..<Self.block {
      let reader = reader(terminal, port, settings.framing)
      let outcome = await reader.pay(request) { _ in }
      await reader.disconnect()
      guard case .approved = outcome else {
        Console.note("pos: not approved: \(outcome)")
        throw ExitCode(ExitStatus.declined.rawValue)
      }
    }
    await port?.close()
    await terminal.switchOff()
  }

  private func reader(_ terminal: SimulatedTerminal, _ port: TerminalPort?, _ framing: ZVT.Framing) -> Reader
  {
    let configuration = ReaderConfiguration(password: 123_456)
    if let port { return Reader(address: port.address, configuration: configuration) }
    return Reader(
      address: .serial(path: "/memory", settings: SerialSettings()), configuration: configuration,
      on: terminal.loop, machine: { configuration.machine(framing) },
      open: { loop throws(TransportError) in
        let (here, there) = MemoryLine.pair(on: loop)
        loop.execute { terminal.attach(there) }
        return here
      })
  }

  /// When what was closed is gone: the least of a few looks.
  private static func settled() async -> Footprint {
    var least = Footprint.now()
    for _ in 0..<20 {
      try? await Task.sleep(for: .milliseconds(5))
      let next = Footprint.now()
      if next.descriptors < least.descriptors || next.bytes < least.bytes { least = next }
    }
    return least
  }
}

/// What grew from the second quarter of the looks to the last: the first is for pools that fill up.
private struct Leak {
  let descriptors: Int, threads: Int, bytesPerCycle: Int

  init(_ seen: [Footprint], block: Int) {
    let quarter = max(1, seen.count / 4)
    let (early, late) = (seen[quarter..<(2 * quarter)], seen.suffix(quarter))
    func growth(_ fact: (Footprint) -> Int) -> Int {
      (late.map(fact).min() ?? 0) - (early.map(fact).min() ?? 0)
    }
    (descriptors, threads) = (growth(\.descriptors), growth(\.threads))
    bytesPerCycle = growth(\.bytes) / max(1, block * (seen.count - 2 * quarter))
  }
}
