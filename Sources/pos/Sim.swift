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
      Prints one line, 'ready ADDRESS', when it can be reached there, and runs until SIGINT or SIGTERM. \
      Certain amounts make it decline, drop the line or lose its power: docs/simulator.md. Exit status: \
      0 ended as asked, 64 wrong usage, 65 damaged state, 69 port not to be had, 73 state cannot be written \
      or is in use, 77 no permission.
      """)

  @OptionGroup var place: SimPlace
  @OptionGroup var habits: SimHabits

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
    let watch = SignalWatch { times in
      guard times == 1 else { Console.leave(.approved) }
      ending.yield(.approved)
    }
    let folder = try StateFolder(habits.state)
    defer { folder.leave() }
    let terminal: SimulatedTerminal
    do {
      terminal = try SimulatedTerminal(habits.settings(in: folder.path, place.framing)) { [habits] event in
        if let text = event.text { Console.note(text) }
        if let status = event.ending(staysOff: habits.powerOff) { ending.yield(status) }
      }
    } catch {
      throw Complaint(error)
    }
    let port = try await open(for: terminal)
    await terminal.powerOn()
    var status = ExitStatus.output
    if Console.print("ready \(port.address.description)") {
      if habits.card == .key { Keyboard.listen(for: terminal) }
      status = await endings.first { _ in true } ?? .approved
    }
    await port.close()
    await terminal.switchOff()
    watch.stop()
    return status
  }

  private func open(for terminal: SimulatedTerminal) async throws(Complaint) -> TerminalPort {
    do {
      return try await TerminalPort.open(place.port, for: terminal)
    } catch {
      if case .noPermission = error { throw Complaint(.noPermission, "noPermission", error.text) }
      throw Complaint(.unreachable, "portNotToBeHad", error.text)
    }
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

/// Whoever sits at the terminal: a line c presents the card, s presses STOP, p pulls the plug.
private enum Keyboard {
  static func listen(for terminal: SimulatedTerminal) {
    Console.note("keys, each with Enter: c card, s STOP, p power cut")
    Thread.detachNewThread {
      while let line = readLine() {
        Task {
          switch line {
          case "c", "": await terminal.press(.okay)
          case "s": await terminal.press(.stop)
          case "p": await terminal.cutPower()
          default: Console.note("keys: c card, s STOP, p power cut")
          }
        }
      }
    }
  }
}

extension SimulatorEvent {
  /// What a person sees of it; nil: nothing.
  fileprivate var text: String? {
    switch self {
    case .poweredOn(let transactions): "power on, \(transactions) transactions in memory"
    case .powerCut: "power cut"
    case .registerCame: "register connected"
    case .registerLeft: "register gone"
    case .panel(let lines): "display  [\(lines.joined(separator: " | "))]"
    case .wantsCard: nil
    case .receipt(let lines): lines.map { "printer  \($0.text.shown)" }.joined(separator: "\n")
    case .noise(let trouble): "line     \(trouble)"
    case .scenario(let magic): "scenario \(magic)"
    case .failed(let error): "pos: \(error.text)"
    }
  }

  /// The simulator ends with this.
  fileprivate func ending(staysOff: Bool) -> ExitStatus? {
    switch self {
    case .failed: .output
    case .powerCut: staysOff ? .approved : nil
    case .poweredOn, .registerCame, .registerLeft, .panel, .wantsCard, .receipt, .noise, .scenario: nil
    }
  }
}
