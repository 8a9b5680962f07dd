import ArgumentParser
import Foundation
import PosDriver

/// `pos trace follow`: what is appended to a trace, explained as it comes.
struct TraceFollow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "follow",
    abstract: "Explain a trace as it is written, through its rotations; ends with Ctrl-C.")

  @OptionGroup var selection: TraceSelection
  @OptionGroup var output: TraceOutput

  func run() async throws {
    var (printer, number) = (TracePrinter(output), 0)
    var follower = TraceFollower(selection.trace)
    while true {
      try answering { () throws(Complaint) in
        do throws(TraceReadError) {
          try follower.read { item in
            if case .connection(let found) = item, !found.isContinued || number == 0 { number += 1 }
            if selection.admits(item, number) { printer.take(item, number) }
          }
        } catch {
          throw Complaint(error, selection.trace)
        }
      }
      printer.flush()
      try await Task.sleep(for: .milliseconds(100))
    }
  }
}
