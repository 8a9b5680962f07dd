import ArgumentParser
import Foundation
import PosDriver
import PosFirmware
import PosProtocol
import PosSim
import PosTransport

/// `pos sim`: a card terminal on this computer.
struct Sim: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sim",
    abstract: "Simulate a card terminal with its acquirer.",
    discussion: """
      Prints one line, 'ready ADDRESS', when it can be reached there, and runs until SIGINT, SIGTERM or \
      SIGHUP. \
      Certain amounts make it decline, drop the line or lose its power: docs/simulator.md. Exit status: \
      0 ended as asked, 64 wrong usage, 65 damaged state, 69 port not to be had, 73 state cannot be written \
      or is in use, 77 no permission.
      """)

  @OptionGroup var place: SimPlace
  @OptionGroup var habits: SimHabits
  @OptionGroup var sickness: SimSickness

  func run() async throws {
    Console.surviveBrokenPipes()
    let status: ExitStatus
    do throws(Complaint) {
      status = try await serve()
    } catch {
      Console.note("pos: \(error.message)")
      status = error.status
    }
    guard status == .approved else { throw ExitCode(status.rawValue) }
  }

  /// Runs until somebody wants it to end, or until it must.
  private func serve() async throws(Complaint) -> ExitStatus {
    let (endings, ending) = AsyncStream.makeStream(of: ExitStatus.self, bufferingPolicy: .bufferingOldest(1))
    let watch = SignalWatch([SIGINT, SIGTERM, SIGHUP]) { times in
      guard times == 1 else { Console.leave(.approved) }
      ending.yield(.approved)
    }
    let folder = try StateFolder(habits.state)
    defer { folder.leave() }
    let loop = LineLoop.next()
    let report: @Sendable (SimulatorEvent) -> Void = { [habits] event in
      if let text = event.text { Console.note(text) }
      if let status = event.ending(staysOff: habits.powerOff) { ending.yield(status) }
    }
    let terminals = try terminals(in: folder, on: loop, report)
    let port = try await SimPort.open(
      place, for: terminals, on: loop, absence: habits.bootDelay.duration * habits.timeScale.factor,
      report: report)
    for terminal in terminals { await terminal.powerOn() }
    var status = ExitStatus.output
    if Console.print("ready \(port.ready)") {
      if habits.card == .key || habits.keys { Keyboard.listen(for: terminals[0], port.usb) }
      status = await endings.first { _ in true } ?? .approved
    }
    await port.close()
    for terminal in terminals { await terminal.switchOff() }
    watch.stop()
    return status
  }

  /// One, or as many as there are devices on USB; the second and later ones in folders of their own.
  private func terminals(
    in folder: StateFolder, on loop: LineLoop, _ report: @escaping @Sendable (SimulatorEvent) -> Void
  ) throws(Complaint) -> [SimulatedTerminal] {
    var terminals: [SimulatedTerminal] = []
    for number in 1...place.count {
      let settings = sickness.applied(to: habits.settings(in: try folder.path(of: number), place.framing))
      do {
        terminals.append(try SimulatedTerminal(settings, on: loop, report: report))
      } catch {
        throw Complaint(error)
      }
    }
    return terminals
  }
}

extension Complaint {
  /// A simulator that cannot keep its memory.
  fileprivate init(_ error: SimulatorError) {
    let status: ExitStatus =
      switch error {
      case .damaged: .wrongData
      case .inUse: .journal
      case .system(EACCES, _, _), .system(EPERM, _, _): .noPermission
      case .system: .journal
      }
    self.init(status, "state", error.text)
  }
}

/// Where the terminal's memory and the acquirer's ledger are kept.
private struct StateFolder {
  let path: String
  private let isTemporary: Bool

  /// - Parameter chosen: made if it is not there; nil: a folder that goes when the simulator goes.
  init(_ chosen: String?) throws(Complaint) {
    isTemporary = chosen == nil
    let temporary = FileManager.default.temporaryDirectory.appending(path: "pos-sim-\(UUID().uuidString)")
      .path
    path = chosen ?? temporary
    try Self.make(path)
  }

  /// The folder of a terminal, counted from 1: this one, and `2`, `3` in it.
  func path(of number: Int) throws(Complaint) -> String {
    guard number > 1 else { return path }
    try Self.make("\(path)/\(number)")
    return "\(path)/\(number)"
  }

  private static func make(_ path: String) throws(Complaint) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      let isForbidden = (error as? CocoaError)?.code == .fileWriteNoPermission
      let message = "\(path): cannot be made: \(error.localizedDescription)"
      throw Complaint(isForbidden ? .noPermission : .journal, "state", message)
    }
  }

  func leave() {
    if isTemporary { try? FileManager.default.removeItem(atPath: path) }
  }
}
