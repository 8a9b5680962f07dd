import ArgumentParser
import PosTransport

/// `pos ports`: what a reader could be reached by on this machine.
struct Ports: Verb {
  static let configuration = CommandConfiguration(
    commandName: "ports",
    abstract:
      "List serial ports, readers on USB and simulators that are there, and what stands in their way.",
    discussion: """
      Opens none of them: a port that is opened raises DTR, and some readers restart at that. Exit status: 0, \
      also if nothing is there.
      """)
  static let shares: SharedOptions = []

  @Flag(help: "Tell what comes and what goes, until SIGINT.") var watch = false
  @Option(help: ArgumentHelp("Another root than the machine's.", valueName: "FOLDER", visibility: .hidden))
  var root = "/"
  @OptionGroup var output: OutputOptions

  mutating func run() async throws {
    guard watch else { return try await answer() }
    Console.surviveBrokenPipes()
    var ports = PortWatch(root: root, output: output)
    guard await ports.run() else { throw ExitCode(ExitStatus.output.rawValue) }
  }

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    // Among the lines of `serve` it would never end.
    guard !watch else { return Report(Complaint(usage: "--watch is for the command line")) }
    let ports = await PortList.current(root: root)
    let text = PortText(lang: output.lang)
    let summary: JSON = [
      "found": JSON(ports.count), "lookedAt": .list(PortList.places.map { .text($0) }),
    ]
    var report = Report(
      .approved, body: summary,
      text: ports.isEmpty ? text.none : ports.map(text.block).joined(separator: "\n"))
    report.items = ports.map(JSON.init(port:))
    report.itemsName = "ports"
    return report
  }
}
