import ArgumentParser

/// What `serve` gives each request that does not say otherwise.
struct ServeDefaults: ParsableArguments {
  @Option(
    help: ArgumentHelp("The reader of requests that name none.", valueName: "ADDRESS"),
    transform: ReaderAddress.init(typed:))
  var reader: ReaderAddress?

  @OptionGroup var wire: WireOptions

  @Option(help: ArgumentHelp("The journal of requests that name none.", valueName: "FILE"))
  var journal: String?

  @Option(help: ArgumentHelp("Language of texts for people: en or fa.", valueName: "LANG"))
  var lang = Language.english

  /// As a verb's arguments; its own, which follow them, win.
  func arguments(for shared: SharedOptions) -> [String] {
    var arguments = ["--lang=\(lang.rawValue)"]
    if shared.contains(.reader) {
      if let reader { arguments.append("--reader=\(reader.address)") }
      arguments.append("--password=\(wire.password.digits)")
      arguments.append("--time-scale=\(wire.timeScale.factor)")
      if wire.explain { arguments.append("--explain") }
      if let trace = wire.trace { arguments.append("--trace=\(trace)") }
    }
    if shared.contains(.journal), let journal { arguments.append("--journal=\(journal)") }
    return arguments
  }
}
