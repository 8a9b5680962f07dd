import PosDriver
import PosProtocol
import PosTransport
import Synchronization
import Testing

@testable import PosSim

/// Payments through the driver, over a host's bulk endpoints: a pseudo-terminal stands for what the host's
/// kernel makes of the device.
@Suite struct USBPaymentTests {
  private let folder: Folder

  init() throws { folder = try Folder() }

  @Test func takesPayments() async throws {
    let counter = try await USBCounter(in: folder)
    let host = try await counter.plugIntoHost()
    guard case .approved(let record) = await counter.pay(1_500_000) else {
      return #expect(Bool(false), "\(counter.seen.events)")
    }
    #expect(record.receiptNumber?.value == 1)
    await host.close()
    await counter.close()
  }

  /// Pulled when the terminal has the whole command to pay: the register does not know, and then learns.
  @Test func isNotMistakenAboutAPaymentInWhichTheCableWasPulled() async throws {
    let plan = USBFaultPlan(.unplug(back: .milliseconds(100)), .payment(40))
    let counter = try await USBCounter(in: folder, faults: [plan])
    let host = try await counter.plugIntoHost()
    guard case .unknown(let error, _) = await counter.pay(1_500_000) else {
      return #expect(Bool(false), "\(counter.seen.events)")
    }
    #expect(error.mayHaveActed)
    await host.close()
    try await counter.seen.wait(for: .usb(device: 1, .pluggedIn), times: 2)
    let again = try await counter.plugIntoHost()
    // While it reverses the first it is busy.
    var outcome = await counter.pay(2_000_000)
    for _ in 0..<100 {
      if case .approved = outcome { break }
      try await Task.sleep(for: .milliseconds(100))
      outcome = await counter.pay(2_000_000)
    }
    let ledger = await counter.terminal.ledger
    let open = ledger.filter { row in
      row.event == .booked && !ledger.contains { $0.event == .reversed && $0.originalTrace == row.trace }
    }
    #expect(open.count == 1, "\(outcome) \(counter.seen.events)")
    await again.close()
    await counter.close()
  }
}

/// A simulated terminal on USB, and a register before a host that has it.
private struct USBCounter: Sendable {
  let terminal: SimulatedTerminal
  let server: USBIPServer
  let seen: Counter.Seen
  let link: String

  init(in folder: Folder, faults: [USBFaultPlan] = []) async throws {
    var settings = SimulatorSettings(stateFolder: folder.path)
    (settings.cardDelay, settings.acquirerDelay) = (.milliseconds(50), .milliseconds(50))
    let seen = Counter.Seen()
    let terminal = try SimulatedTerminal(settings) { seen.add($0) }
    (self.seen, self.terminal, link) = (seen, terminal, folder.file("tty"))
    await terminal.powerOn()
    server = USBIPServer(
      [USBExport(USBProfile.all[0], faults: faults, terminal: terminal)], on: terminal.loop
    ) { seen.add(.usb(device: $0, $1)) }
  }

  /// A host takes the device and makes a port of it.
  func plugIntoHost() async throws -> Host {
    let client = await USBIPClient.before(server)
    try #require(try await client.take() == 0)
    _ = try await client.control("00 09 0100 0000 0000")
    let port = try await PseudoTerminal.open(link: link, on: terminal.loop) { line in
      line.start(Bridge(client, line))
    }
    return Host(client: client, port: port)
  }

  func pay(_ units: UInt64) async -> PaymentOutcome {
    let configuration = ReaderConfiguration(password: 123_456, currency: .irr)
    let address = LineAddress.serial(path: link, settings: SerialSettings())
    let reader = Reader(address: address, configuration: configuration)
    let request = PaymentRequest(amount: Amount(minorUnits: units)!, currency: .irr)
    let outcome = await reader.pay(request) { _ in }
    await reader.disconnect()
    return outcome
  }

  func close() async {
    await server.close()
    await terminal.switchOff()
  }

  struct Host: Sendable {
    let client: USBIPClient
    let port: PseudoTerminal

    func close() async {
      client.hangUp()
      await port.close()
    }
  }
}

/// Joins a register's line and a host's bulk endpoints, with the host's DTR.
private final class Bridge: LineClient {
  private let client: USBIPClient
  private let line: any Line
  /// What the host waits for; nil: the register is gone.
  private let open = Mutex<UInt32?>(0)

  init(_ client: USBIPClient, _ line: any Line) {
    (self.client, self.line) = (client, line)
    Task {
      _ = try await client.control("21 22 0300 0000 0000")
      while let request = ask(), let reply = try? await client.reply(request), reply.status == 0 {
        line.loop.execute { _ = line.write(reply.data) }
      }
      line.loop.execute { line.close() }
    }
  }

  func lineReceived(_ bytes: [UInt8]) { _ = client.submit(2, bytes) }

  func lineClosed(_ reason: LineClosure) {
    if let request = open.withLock({ $0.take() }) { _ = client.unlink(request) }
    Task { _ = try? await client.control("21 22 0000 0000 0000") }
  }

  private func ask() -> UInt32? {
    open.withLock { open in
      if open != nil { open = client.submit(2, wants: 512) }
      return open
    }
  }
}
