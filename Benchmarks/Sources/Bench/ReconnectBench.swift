import CBaseline
import Foundation
import PosDriver
import PosProtocol
import PosSim
import PosTransport

/// From the event that allows it (the port is there again) to registered and ready, over a PTY and
/// over TCP.
func benchReconnect(rounds: Int) async throws {
  var table = Table("The reader's port is there again, \(rounds) times each", "p50 ms", "p99 ms", "most")
  var curves: [(name: String, values: [Double])] = []
  for way in ["PTY", "TCP"] {
    let times = try await reconnects(over: way, rounds).sorted()
    func milliseconds(_ share: Double) -> String {
      short(Double(times[Int(Double(times.count - 1) * share)]) / 1_000_000)
    }
    table.row(way, milliseconds(0.5), milliseconds(0.99), milliseconds(1))
    curves.append((way, times.map { Double($0) / 1000 }))
  }
  table.show("Reconnect")
  Plot.write("reconnect", "Registered again after the reader's port is back (no more than 250 ms)", curves)
}

private func reconnects(over way: String, _ rounds: Int) async throws -> [UInt64] {
  let folder = FileManager.default.temporaryDirectory.appending(path: "pos-bench-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  var settings = SimulatorSettings(stateFolder: folder.path)
  settings.framing = way == "TCP" ? .tcp : .serial
  let terminal = try SimulatedTerminal(settings)
  await terminal.powerOn()
  var place =
    way == "TCP"
    ? TerminalPort.Place.tcp(host: "127.0.0.1", port: 0)
    : .pseudoTerminal(link: folder.appending(path: "reader").path)
  var port = try await TerminalPort.open(place, for: terminal)
  if case .tcp(let host, let number) = port.address { place = .tcp(host: host, port: number) }

  let reader = Reader(address: port.address, configuration: ReaderConfiguration(password: 123_456))
  var states = reader.states.makeAsyncIterator()
  let keeping = Task { await reader.keepConnected() }
  while let state = await states.next(), state != .ready {}
  var times: [UInt64] = []
  for round in 0..<rounds {
    await port.close()
    await terminal.switchOff()
    while let state = await states.next(), state == .ready {}
    // Not always at the same point between two looks.
    try await Task.sleep(for: .milliseconds(150 + round * 37 % 100))
    await terminal.powerOn()
    let began = baseline_nanoseconds()
    port = try await TerminalPort.open(place, for: terminal)
    while let state = await states.next(), state != .ready {}
    times.append(baseline_nanoseconds() - began)
  }
  keeping.cancel()
  await reader.disconnect()
  await port.close()
  await terminal.switchOff()
  return times
}
