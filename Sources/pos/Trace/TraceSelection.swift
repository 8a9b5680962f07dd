import ArgumentParser
import Foundation
import PosDriver
import PosProtocol

/// Which trace, and which part of it.
struct TraceSelection: ParsableArguments {
  @Argument(help: ArgumentHelp("The trace, as --trace writes it.", valueName: "FILE")) var trace: String
  @Option(help: ArgumentHelp("Only from this second of a connection on.", valueName: "SECONDS"))
  var from: Double?
  @Option(help: ArgumentHelp("Only up to this second of a connection.", valueName: "SECONDS"))
  var to: Double?
  @Option(help: ArgumentHelp("Only one direction: sent or received.", valueName: "WAY"))
  var direction: TraceWay?
  @Option(help: ArgumentHelp("Only messages of this command, four hex digits: 0601.", valueName: "COMMAND"))
  var command: TraceCommand?
  @Option(help: ArgumentHelp("Only the connection of this number, from 1 on.", valueName: "N"))
  var connection: Int?
  @Flag(help: "Read the files that a full trace was turned over to as well, the oldest first.")
  var rotated = false

  func validate() throws {
    guard connection ?? 1 > 0 else { throw ValidationError("connections are counted from 1") }
  }

  /// Hands every chosen item to `body`, with the number of its connection.
  ///
  /// - Parameter isWhole: Whatever its direction and command, for those who need what belongs together.
  func read(isWhole: Bool = false, _ body: (Int, TraceItem) -> Void) throws(Complaint) {
    var number = 0
    do throws(TraceReadError) {
      for path in rotated ? TraceFiles.rotated(trace) : [trace] {
        try TraceFiles.read(path) { item in
          if case .connection(let found) = item, !found.isContinued || number == 0 { number += 1 }
          if admits(item, number, isWhole: isWhole) { body(number, item) }
        }
      }
    } catch {
      throw Complaint(error, trace)
    }
  }

  func admits(_ item: TraceItem, _ number: Int, isWhole: Bool = false) -> Bool {
    guard connection == nil || connection == number else { return false }
    guard case .entry(let entry) = item else { return true }
    let seconds = entry.time / .seconds(1)
    guard seconds >= from ?? 0, seconds <= to ?? .infinity else { return false }
    if isWhole { return true }
    if let direction, direction.direction != entry.direction { return false }
    guard let command else { return true }
    return entry.apdu.count > 1 && command.bytes == Array(entry.apdu.prefix(2))
  }
}

/// A direction as it is typed.
enum TraceWay: String, CaseIterable, ExpressibleByArgument, Sendable {
  case sent, received
  var direction: TraceEntry.Direction { self == .sent ? .sent : .received }
}

/// A command as it is typed.
struct TraceCommand: ExpressibleByArgument, Sendable {
  let bytes: [UInt8]

  init?(argument: String) {
    guard let bytes = try? Hex.bytes(argument), bytes.count == 2 else { return nil }
    self.bytes = bytes
  }
}

extension Complaint {
  /// A trace that cannot be read.
  init(_ error: TraceReadError, _ path: String) {
    switch error {
    case .notATrace(let line):
      self.init(
        .wrongData, "trace", "\(path): line \(line): a trace begins with '# pos-trace 1 ADDRESS FRAMING'")
    case .headline(let line):
      self.init(.wrongData, "trace", "\(path): line \(line): expected '# pos-trace 1 ADDRESS serial|tcp'")
    case .unreadable(let path, let code):
      let why = String(cString: strerror(code))
      self.init(code == EACCES ? .noPermission : .noInput, "trace", "\(path): cannot be read: \(why)")
    }
  }
}

/// Runs a verb that reads traces; a complaint becomes a line and an exit status.
func answering(_ body: () throws(Complaint) -> Void) throws {
  Console.surviveBrokenPipes()
  do throws(Complaint) {
    try body()
  } catch {
    Console.note("pos: \(error.message)")
    throw ExitCode(error.status.rawValue)
  }
}
