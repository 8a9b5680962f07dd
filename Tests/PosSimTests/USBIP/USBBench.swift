import PosTransport
import Synchronization
import Testing

@testable import PosSim

/// A server with devices whose terminals give every byte back.
final class USBBench: Sendable {
  let loop = LineLoop.next()
  let server: USBIPServer
  let registers: Registers

  init(_ profiles: [USBProfile] = [USBProfile.all[0]], faults: [USBFaultPlan] = []) {
    let registers = Registers()
    let told = Told()
    self.registers = registers
    server = USBIPServer(
      profiles.map { profile in USBExport(profile, faults: faults) { registers.welcome($0) } }, on: loop
    ) { _, event in told.list.withLock { $0.append(event) } }
    events = told
  }

  private let events: Told

  var seen: [USBEvent] { events.list.withLock { $0 } }

  func wait(for event: USBEvent, times: Int = 1) async throws {
    for _ in 0..<3000 where seen.count(where: { $0 == event }) < times {
      try await Task.sleep(for: .milliseconds(10))
    }
    try #require(seen.count { $0 == event } >= times, "\(event) did not come: \(seen)")
  }

  /// A host that has the first device, configured.
  func host() async throws -> USBIPClient {
    let client = await USBIPClient.before(server)
    try #require(try await client.take() == 0)
    try #require(try await client.control("00 09 0100 0000 0000") == [])
    return client
  }

  private final class Told: Sendable { let list = Mutex<[USBEvent]>([]) }

  /// Terminals that answer each register with its own bytes.
  final class Registers: Sendable {
    private let lines = Mutex<(came: Int, left: Int, bytes: [UInt8])>((0, 0, []))
    private let last = Mutex<(any Line)?>(nil)

    var counts: (came: Int, left: Int) { lines.withLock { ($0.came, $0.left) } }
    var bytes: [UInt8] { lines.withLock { $0.bytes } }

    func welcome(_ line: any Line) {
      lines.withLock { $0.came += 1 }
      last.withLock { $0 = line }
      line.start(Echo(line, self))
    }

    func hangUp() {
      guard let line = last.withLock({ $0 }) else { return }
      line.loop.execute { line.close() }
    }

    private final class Echo: LineClient {
      let line: any Line
      let owner: Registers
      init(_ line: any Line, _ owner: Registers) { (self.line, self.owner) = (line, owner) }
      func lineReceived(_ bytes: [UInt8]) {
        owner.lines.withLock { $0.bytes += bytes }
        _ = line.write(bytes)
      }
      func lineClosed(_ reason: LineClosure) { owner.lines.withLock { $0.left += 1 } }
    }
  }
}
