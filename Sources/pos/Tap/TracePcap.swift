import ArgumentParser
import Foundation
import PosDriver

/// `pos trace pcap`: a trace as a capture file.
struct TracePcap: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pcap",
    abstract: "Write a trace as a capture that Wireshark opens with its ZVT dissector.",
    discussion: """
      Each message is a packet that names its dissector, so that nothing has to be set up: wireshark FILE. \
      What is masked in the trace is masked in the capture. Exit status: 0 written, 64 wrong usage, 65 not a \
      trace, 66 no such file, 73 the capture cannot be written, 77 no permission.
      """)

  @Argument(help: ArgumentHelp("The trace.", valueName: "FILE")) var trace: String
  @Option(name: .shortAndLong, help: ArgumentHelp("The capture; pcapng.", valueName: "FILE"))
  var output: String

  func run() async throws {
    Console.surviveBrokenPipes()
    do throws(Complaint) {
      var capture = PacketCapture()
      for recording in try Recording.asked(trace) { capture.add(recording) }
      try write(Data(capture.bytes))
    } catch {
      Console.note("pos: \(error.message)")
      throw ExitCode(error.status.rawValue)
    }
  }

  private func write(_ data: Data) throws(Complaint) {
    do {
      try data.write(to: URL(filePath: output))
    } catch {
      throw Complaint(.journal, "output", "\(output): cannot be written: \(error.localizedDescription)")
    }
  }
}

extension Recording {
  /// Every connection of a trace that somebody named on the command line.
  static func asked(_ path: String) throws(Complaint) -> [Recording] {
    do throws(RecordingError) {
      return try all(of: path)
    } catch {
      throw Complaint(error)
    }
  }
}

extension Complaint {
  /// A trace that cannot be played.
  init(_ error: RecordingError) {
    let status: ExitStatus =
      switch error {
      case .unreadable(_, EACCES): .noPermission
      case .unreadable: .noInput
      case .notATrace, .badLine, .noConnection, .tooLarge: .wrongData
      }
    self.init(status, "trace", error.message)
  }
}
