import PosTransport
import Synchronization

@testable import PosSim

/// A host, written from Linux' Documentation/usb/usbip_protocol.rst and USB 2.0: what vhci-hcd and a class
/// driver would do.
final class USBIPClient: LineClient {
  /// USBIP_RET_SUBMIT or USBIP_RET_UNLINK.
  struct Reply: Hashable, Sendable {
    let command: UInt32
    let status: Int32
    let length: Int
    let data: [UInt8]
  }

  /// The line ended, or the device was slower than 30 seconds.
  struct NoReply: Error { let sequence: UInt32 }
  struct Late: Error {}

  private struct State {
    var bytes: [UInt8] = []
    var isImported = false
    /// Requests towards the host, whose replies carry data.
    var inward: Set<UInt32> = []
    var replies: [UInt32: [Reply]] = [:]
    var next: UInt32 = 1
    var isClosed = false
  }

  let line: any Line
  private let state = Mutex(State())

  init(_ line: any Line) async {
    self.line = line
    await withCheckedContinuation { continuation in
      line.loop.execute {
        line.start(self)
        continuation.resume()
      }
    }
  }

  /// A host of a server in this process.
  static func before(_ server: USBIPServer) async -> USBIPClient {
    let (near, far) = MemoryLine.pair(on: server.loop)
    server.loop.execute { server.attach(far) }
    return await USBIPClient(near)
  }

  // MARK: the line

  func lineReceived(_ bytes: [UInt8]) {
    state.withLock { state in
      state.bytes += bytes
      while state.isImported, state.bytes.count >= 48 {
        let (command, sequence) = (Self.word(state.bytes, 0), Self.word(state.bytes, 4))
        let length = Int(Self.word(state.bytes, 24))
        let count = state.inward.contains(sequence) ? length : 0
        guard state.bytes.count >= 48 + count else { return }
        let reply = Reply(
          command: command, status: Int32(bitPattern: Self.word(state.bytes, 20)), length: length,
          data: Array(state.bytes[48..<(48 + count)]))
        state.replies[sequence, default: []].append(reply)
        state.bytes.removeFirst(48 + count)
      }
    }
  }

  func lineClosed(_ reason: LineClosure) { state.withLock { $0.isClosed = true } }

  var isClosed: Bool { state.withLock { $0.isClosed } }

  func send(_ bytes: [UInt8]) { line.loop.execute { _ = self.line.write(bytes) } }

  func hangUp() { line.loop.execute { self.line.close() } }

  func waitForEnd() async throws { try await wait { self.isClosed } }

  // MARK: operations

  func list() async throws -> [UInt8] {
    send(hex("0111 8005 00000000"))
    try await waitForEnd()
    return state.withLock { $0.bytes }
  }

  /// The reply's status.
  func take(_ busID: String = "1-1") async throws -> UInt32 {
    send(hex("0111 8003 00000000") + Array(busID.utf8) + zeros(32 - busID.utf8.count))
    try await wait { self.state.withLock { $0.bytes.count >= 320 || $0.isClosed } }
    return state.withLock { state in
      let status = Self.word(state.bytes, 4)
      if status == 0 {
        state.bytes.removeFirst(320)
        state.isImported = true
      }
      return status
    }
  }

  // MARK: transfers

  /// Sends a request and gives its number.
  func submit(
    _ endpoint: UInt32, wants length: Int? = nil, _ data: [UInt8] = [], setup: [UInt8] = zeros(8)
  ) -> UInt32 {
    let isIn = length != nil
    let sequence = number(isIn: isIn)
    let head = [1, sequence, 0x0001_0001, isIn ? 1 : 0, endpoint, 0, UInt32(length ?? data.count)]
    send((head + [0, 0, 0]).flatMap(Self.big) + setup + data)
    return sequence
  }

  func unlink(_ other: UInt32) -> UInt32 {
    let sequence = number(isIn: false)
    send([2, sequence, 0x0001_0001, 0, 0, other].flatMap(Self.big) + zeros(24))
    return sequence
  }

  func reply(_ sequence: UInt32) async throws -> Reply {
    try await wait { self.state.withLock { $0.replies[sequence] != nil || $0.isClosed } }
    guard let reply = replies(sequence).first else { throw NoReply(sequence: sequence) }
    return reply
  }

  func replies(_ sequence: UInt32) -> [Reply] { state.withLock { $0.replies[sequence] ?? [] } }

  /// A control request; nil: it stalled.
  func control(_ setup: String, _ data: [UInt8] = []) async throws -> [UInt8]? {
    let setup = hex(setup)
    let wanted = setup[0] & 0x80 != 0 ? Int(setup[6]) | Int(setup[7]) << 8 : nil
    let reply = try await reply(submit(0, wants: wanted, data, setup: setup))
    return reply.status == 0 ? reply.data : nil
  }

  private func number(isIn: Bool) -> UInt32 {
    state.withLock { state in
      defer { state.next += 1 }
      if isIn { state.inward.insert(state.next) }
      return state.next
    }
  }

  private func wait(_ condition: () -> Bool) async throws {
    for _ in 0..<3000 where !condition() { try await Task.sleep(for: .milliseconds(10)) }
    guard condition() else { throw Late() }
  }

  private static func word(_ bytes: [UInt8], _ at: Int) -> UInt32 {
    bytes[at..<(at + 4)].reduce(0) { $0 << 8 | UInt32($1) }
  }

  private static func big(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
  }
}
