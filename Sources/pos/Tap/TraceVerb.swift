import ArgumentParser

/// `pos trace`: what can be done with a trace.
struct TraceVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace", abstract: "Replay a trace, or give it to another program.",
    subcommands: [TraceReplay.self, TracePcap.self])
}
