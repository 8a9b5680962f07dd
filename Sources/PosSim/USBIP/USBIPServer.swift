public import PosTransport

/// Simulated terminals as USB devices: for other computers over USB/IP, or for this one's kernel.
///
/// USB/IP has no authentication: whoever reaches the port has the devices. All of it lives on one loop.
public final class USBIPServer: Sendable {
  public let loop: LineLoop
  private let sockets: [USBIPSocket]
  private let report: @Sendable (Int, USBEvent) -> Void

  /// The devices are there at once, with bus numbers 1-1, 1-2 and so on.
  ///
  /// - Parameters:
  ///   - loop: of all the terminals.
  ///   - report: is told what happens to which device, counted from 1; 0: to none of them. Called on the
  ///     loop.
  public init(
    _ exports: [USBExport], on loop: LineLoop,
    report: @escaping @Sendable (Int, USBEvent) -> Void = { _, _ in }
  ) {
    (self.loop, self.report) = (loop, report)
    let sockets = exports.enumerated().map { index, export in
      USBIPSocket(export, number: index + 1, on: loop) { report(index + 1, $0) }
    }
    self.sockets = sockets
    loop.execute { for socket in sockets { socket.plugIn() } }
  }

  /// Serves hosts that come over the network. Port 3240 is the one that hosts look for; 0: the system
  /// chooses.
  public func listen(host: String, port: Int) async throws(TransportError) -> TCPListener {
    try await TCPListener.open(host: host, port: port, on: loop) { self.attach($0) }
  }

  /// A host is there. Called on the loop.
  public func attach(_ line: any Line) {
    line.start(USBIPConnection(line, sockets) { [report] in report(0, $0) })
  }

  /// Lets a fault begin, now.
  ///
  /// - Parameter device: counted from 1; one that is not there has no faults.
  public func begin(_ fault: USBFault, device: Int = 1) {
    guard sockets.indices.contains(device - 1) else { return }
    let socket = sockets[device - 1]
    loop.execute { socket.begin(fault) }
  }

  /// Puts a cable in again.
  ///
  /// - Parameter device: counted from 1; one that is not there stays away.
  public func plugIn(device: Int = 1) {
    guard sockets.indices.contains(device - 1) else { return }
    let socket = sockets[device - 1]
    loop.execute { socket.plugIn() }
  }

  /// Attaches every device to this computer's kernel, and again whenever it is plugged in again.
  ///
  /// - Returns: what a register opens, of each device: the serial port that the kernel made of it; where it
  ///   makes none, or none within ten seconds, the USB address.
  public func attachHere(_ vhci: VHCI = VHCI()) async throws(VHCIError) -> [LineAddress] {
    var addresses: [LineAddress] = []
    for socket in sockets { addresses.append(try await attachHere(socket, vhci)) }
    loop.execute {
      for socket in self.sockets {
        socket.onPlugIn = { Task { await self.attachAgain(socket, vhci) } }
      }
    }
    return addresses
  }

  /// Pulls all cables for good, and waits until the loop has done so.
  public func close() async {
    await withCheckedContinuation { continuation in
      loop.execute {
        for socket in self.sockets {
          socket.onPlugIn = nil
          socket.unplug(back: nil)
        }
        continuation.resume()
      }
    }
  }

  // MARK: this computer

  private func attachAgain(_ socket: USBIPSocket, _ vhci: VHCI) async {
    do throws(VHCIError) {
      _ = try await attachHere(socket, vhci)
    } catch {
      report(socket.entry.number, .notAttached(error))
    }
  }

  private func attachHere(_ socket: USBIPSocket, _ vhci: VHCI) async throws(VHCIError) -> LineAddress {
    try vhci.check()
    let pair: LocalSocket
    do throws(TransportError) {
      pair = try await LocalSocket.open(on: loop)
    } catch {
      throw .system(code: 0, doing: "making", path: "a socket: \(error)")
    }
    await start(pair.line, socket)
    let port = try await vhci.attach(pair.descriptor, device: socket.entry.device)
    let profile = socket.entry.profile
    guard !profile.isVendor, profile.hasUnion,
      let path = await vhci.serialPort(port, interface: profile.controlInterface(profile.terminalPort))
    else { return profile.address }
    report(socket.entry.number, .deviceFile(path: path))
    return .serial(path: path, settings: SerialSettings())
  }

  private func start(_ line: any Line, _ socket: USBIPSocket) async {
    await withCheckedContinuation { continuation in
      loop.execute {
        let host = USBIPConnection(line, self.sockets) { self.report(socket.entry.number, $0) }
        line.start(host)
        if !host.take(socket) { host.hangUp() }
        continuation.resume()
      }
    }
  }
}
