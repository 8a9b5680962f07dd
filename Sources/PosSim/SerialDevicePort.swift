import PosTransport

/// A terminal behind a serial device of this computer: the gadget port of a Raspberry Pi, a cable, a
/// pseudo-terminal of somebody else's.
///
/// A line that ends is opened again, until the port is closed.
///
/// Unchecked: all state is touched on the loop only.
final class SerialDevicePort: @unchecked Sendable {
  private let address: LineAddress
  private let terminal: SimulatedTerminal
  private var line: (any Line)?
  private var isClosed = false

  /// From the end of a line until the device is opened again.
  private static let pause = Duration.milliseconds(250)

  private init(_ address: LineAddress, _ terminal: SimulatedTerminal) {
    (self.address, self.terminal) = (address, terminal)
  }

  static func open(
    _ address: LineAddress, for terminal: SimulatedTerminal
  ) async throws(TransportError) -> SerialDevicePort {
    let port = SerialDevicePort(address, terminal)
    let line = try await address.open(on: terminal.loop)
    terminal.loop.execute { port.serve(line) }
    return port
  }

  func close() async {
    await withCheckedContinuation { continuation in
      terminal.loop.execute {
        self.isClosed = true
        self.line?.close()
        continuation.resume()
      }
    }
  }

  private func serve(_ line: any Line) {
    guard !isClosed else { return line.close() }
    self.line = line
    terminal.attach(WatchedLine(line) { [self] in ended() })
  }

  private func ended() {
    line = nil
    guard !isClosed else { return }
    terminal.loop.schedule(at: terminal.loop.now + Self.pause) { [self] in
      Task { await reopen() }
    }
  }

  private func reopen() async {
    do throws(TransportError) {
      let line = try await address.open(on: terminal.loop)
      terminal.loop.execute { self.serve(line) }
    } catch {
      terminal.loop.execute { self.ended() }
    }
  }
}

/// A line that tells somebody else of its end too.
///
/// Unchecked: all state is touched on the loop only.
private final class WatchedLine: Line, LineClient, @unchecked Sendable {
  private let line: any Line
  private let onEnd: @Sendable () -> Void
  private var client: (any LineClient)?

  init(_ line: any Line, onEnd: @escaping @Sendable () -> Void) { (self.line, self.onEnd) = (line, onEnd) }

  var loop: LineLoop { line.loop }

  func start(_ client: any LineClient) {
    self.client = client
    line.start(self)
  }

  func write(_ bytes: [UInt8]) -> Bool { line.write(bytes) }

  func dropInput() { line.dropInput() }

  func close() {
    let isStarted = client != nil
    line.close()
    // A line that was never started tells nobody of its end.
    if !isStarted { onEnd() }
  }

  func lineReceived(_ bytes: [UInt8]) { client?.lineReceived(bytes) }

  func lineClosed(_ reason: LineClosure) {
    let client = client
    self.client = nil
    client?.lineClosed(reason)
    onEnd()
  }
}
