import PosSim
import PosTransport

/// Where the simulated terminals of one run are to be found.
struct SimPort: Sendable {
  /// What follows `ready`.
  let ready: String
  /// Nil: not on USB.
  let usb: USBIPServer?
  private let end: @Sendable () async -> Void

  /// Opens it on the loop on which all `terminals` live; there are as many as `place` has devices.
  ///
  /// - Parameter absence: how long a terminal on USB that hung up, or lost its power, is not to be had.
  static func open(
    _ place: SimPlace, for terminals: [SimulatedTerminal], on loop: LineLoop, absence: Duration,
    report: @escaping @Sendable (SimulatorEvent) -> Void
  ) async throws(Complaint) -> SimPort {
    guard place.usb.isWanted else { return try await open(place.port, for: terminals[0]) }
    if place.usb.usbipAttach { try check() }
    let exports = zip(place.usb.profiles, terminals).enumerated().map { index, pair in
      var export = USBExport(pair.0, faults: place.usb.faults(of: index + 1), terminal: pair.1)
      export.absence = absence
      return export
    }
    let server = USBIPServer(exports, on: loop) { report(.usb(device: $0, $1)) }
    return place.usb.usbipAttach
      ? try await attach(server) : try await listen(server, place.usb.usbipAddress, exports.count)
  }

  func close() async { await end() }

  private static func open(
    _ place: TerminalPort.Place, for terminal: SimulatedTerminal
  ) async throws(Complaint) -> SimPort {
    do throws(TransportError) {
      if case .pseudoTerminal(let link?) = place, let holder = LinkHolder.find(link) {
        throw TransportError.inUse("\(link), the port of a simulator that runs, process \(holder)")
      }
      let port = try await TerminalPort.open(place, for: terminal)
      return SimPort(ready: port.address.description, usb: nil) { await port.close() }
    } catch {
      throw Complaint(port: error)
    }
  }

  private static func listen(
    _ server: USBIPServer, _ place: TCPPlace, _ count: Int
  ) async throws(Complaint) -> SimPort {
    guard case .tcp(let host, let port) = place.place else {
      throw Complaint(.usage, "usage", "--usbip-address: expected HOST:PORT")
    }
    if !place.isLoopback {
      Console.note("warning: USB/IP has no authentication; whoever reaches \(host) can take the terminal")
    }
    do throws(TransportError) {
      let listener = try await server.listen(host: host, port: port)
      guard case .tcp(let name, let number) = listener.address else {
        throw TransportError.system(code: 0, doing: "listening at \(host)")
      }
      let busIDs = (1...count).map { "1-\($0)" }
      let option = number == 3240 ? "" : " --tcp-port \(number)"
      Console.note("to attach it: sudo modprobe vhci-hcd")
      for busID in busIDs { Console.note("to attach it: sudo usbip\(option) attach -r \(name) -b \(busID)") }
      let address = LineAddress.tcp(host: name, port: number).description.dropFirst("tcp:".count)
      return SimPort(ready: "usbip:\(address) busid \(busIDs.joined(separator: " "))", usb: server) {
        await listener.close()
        await server.close()
      }
    } catch {
      throw Complaint(port: error)
    }
  }

  private static func attach(_ server: USBIPServer) async throws(Complaint) -> SimPort {
    do throws(VHCIError) {
      let addresses = try await server.attachHere()
      return SimPort(ready: addresses.map(\.description).joined(separator: " "), usb: server) {
        await server.close()
      }
    } catch {
      await server.close()
      throw Complaint(error)
    }
  }

  /// Before anything is plugged in.
  private static func check() throws(Complaint) {
    do throws(VHCIError) {
      try VHCI().check()
    } catch {
      throw Complaint(error)
    }
  }
}

extension Complaint {
  fileprivate init(_ error: VHCIError) {
    let isForbidden = if case .noPermission = error { true } else { false }
    self.init(isForbidden ? .noPermission : .unreachable, "portNotToBeHad", error.text)
  }

  /// A port that is not to be had.
  fileprivate init(port error: TransportError) {
    let isForbidden = if case .noPermission = error { true } else { false }
    self.init(isForbidden ? .noPermission : .unreachable, "portNotToBeHad", error.text)
  }
}
