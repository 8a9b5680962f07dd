import ArgumentParser

/// `pos trace`: what can be done with a trace.
struct TraceVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace", abstract: "Read, compare, measure, draw or replay a trace.",
    subcommands: [
      TraceShow.self, TraceFollow.self, TraceDiff.self, TraceStats.self, TraceSVG.self, TraceReplay.self,
      TracePcap.self,
    ])
}
