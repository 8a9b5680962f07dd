public import PosTransport

/// The authority's service on this computer: it owes nobody anything and fails as its script says.
public actor SimulatedService {
  private var machine: ServiceMachine
  private let file: JSONLines<ServiceBook.Settlement>?
  private let tell: @Sendable (String) -> Void

  /// - Parameters:
  ///   - prefix: how the name of each debt begins; a debt is paid once, whatever service names it.
  ///   - path: where accepted reports are kept, one a line; nil: nowhere.
  ///   - tell: hears each question.
  /// - Throws: what is wrong with the file.
  public init(
    _ script: ServiceScript, prefix: String = "", book path: String?,
    tell: @escaping @Sendable (String) -> Void = { _ in }
  ) throws(SimulatorError) {
    machine = ServiceMachine(ServiceBook(prefix: prefix), script)
    self.tell = tell
    if let path {
      let file = try JSONLines<ServiceBook.Settlement>(path)
      for settlement in try file.rows() { machine.restore(settlement) }
      self.file = file
    } else {
      file = nil
    }
  }

  /// Listens on the loopback address; port 0 lets the system choose.
  public nonisolated func listen(port: Int) async throws(TransportError) -> TCPListener {
    try await TCPListener.open(host: "127.0.0.1", port: port) { line in
      let line = AsyncLine(line)
      Task { await self.serve(line) }
    }
  }

  private func serve(_ line: AsyncLine) async {
    var request = ServiceRequest()
    serving: while let piece = try? await line.read(within: .seconds(10)) {
      switch request.feed(piece) {
      case .more: continue
      case .bad: break serving
      case .whole(let path, let body):
        await reply(path, body, over: line)
        break serving
      }
    }
    await line.close()
  }

  private func reply(_ path: String, _ body: [UInt8], over line: AsyncLine) async {
    let reply = machine.answer(path, body)
    tell(path)
    if let settlement = reply.settlement, let file {
      // Without it the answer would be a promise that a restart breaks.
      do { try file.append(settlement) } catch { return }
    }
    if reply.delay > 0 { try? await Task.sleep(for: .milliseconds(reply.delay)) }
    guard let bytes = reply.bytes else { return }
    try? await line.write(bytes)
    // The other side closes when it has it all.
    _ = try? await line.read(within: .seconds(5))
  }
}
