import ArgumentParser
import PosDriver
import PosTransport

/// `pos tap`: stands between a till and a reader, and writes down what passes.
struct TapVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tap",
    abstract: "Stand between a till and a reader, and trace what passes.",
    discussion: """
      Prints one line, 'ready ADDRESS', when the till can connect there, and runs until SIGINT or SIGTERM. \
      Every byte passes unchanged; only the trace is masked. docs/tap.md has the recipes. Exit status: \
      0 ended as asked, 64 wrong usage, 69 the till's side cannot be opened, 73 the trace cannot be written, \
      77 no permission.
      """)

  @Argument(
    help: ArgumentHelp(
      "Where the till connects: pty:LINK, tcp:HOST:PORT to listen on, or serial:PATH, a port of this machine.",
      valueName: "TILL"), transform: TypedPlace.init(typed:))
  var till: TypedPlace

  @Argument(
    help: ArgumentHelp("The reader: serial:PATH[?baud=9600] or tcp:HOST:PORT.", valueName: "READER"),
    transform: ReaderAddress.init(typed:))
  var reader: ReaderAddress

  @Option(help: ArgumentHelp("Append what passes to a file, masked.", valueName: "FILE"))
  var trace: String?

  @Option(
    help: ArgumentHelp(
      "Turn the trace over when it is that large, and keep so many files: 10MB,5.", valueName: "SIZE,FILES"),
    transform: WireOptions.limit)
  var traceLimit: TraceLimit?

  @Flag(help: "Show what passes, masked and explained, as progress.")
  var explain = false

  func run() async throws {
    Console.surviveBrokenPipes()
    do throws(Complaint) {
      try await serve()
    } catch {
      Console.note("pos: \(error.message)")
      throw ExitCode(error.status.rawValue)
    }
  }

  /// Runs until somebody wants it to end.
  private func serve() async throws(Complaint) {
    let (endings, ending) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingOldest(1))
    let watch = SignalWatch { times in
      guard times == 1 else { Console.leave(.approved) }
      ending.finish()
    }
    let (notes, notebook) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(4096))
    // Whoever reads standard error slowly must not hold up the line.
    let writing = Task.detached { for await note in notes { Console.note(note) } }
    let explained: @Sendable (TraceEntry) -> Void = { entry in
      if let line = TraceFormatter().line(entry) { notebook.yield(line) }
    }
    let sink = try OpenReader.sink(trace, traceLimit, explain ? explained : nil)
    if till.place.mixesFramings(with: reader.address) { notebook.yield(Self.mixed(reader.address)) }
    let tap = try await open(sink) { notebook.yield($0.text) }
    let isHeard = Console.print("ready \(tap.address)")
    if isHeard { for await _ in endings {} }
    await tap.close()
    notebook.finish()
    await writing.value
    watch.stop()
    guard isHeard else { throw Complaint(.output, "output", "standard output takes nothing") }
  }
}

extension TapVerb {
  private static func mixed(_ reader: LineAddress) -> String {
    let isTCP = if case .tcp = reader { true } else { false }
    return """
      warning: till and reader speak differently, one in a serial line's frames, the other in TCP's bare \
      messages, and a tap changes no byte. They understand each other only if the TCP side is a device server \
      that carries a serial line. Otherwise let the till connect by \(isTCP ? "tcp:HOST:PORT" : "pty:LINK").
      """
  }

  private func open(
    _ sink: TraceSink?, _ report: @escaping @Sendable (TapEvent) -> Void
  ) async throws(Complaint) -> Tap {
    do throws(TransportError) {
      try till.place.checkLink()
      return try await Tap.open(till.place, reader: reader.address, trace: sink, report: report)
    } catch {
      if case .noPermission = error { throw Complaint(.noPermission, "noPermission", error.text) }
      throw Complaint(.unreachable, "portNotToBeHad", error.text)
    }
  }
}

/// Where the till comes, as it was typed, checked.
struct TypedPlace: Hashable, Sendable {
  let place: TapPlace

  @Sendable init(typed text: String) throws {
    do throws(TransportError) {
      place = try TapPlace.parse(text)
    } catch {
      throw ValidationError(error.text)
    }
  }
}

extension TapPlace {
  /// The link of a pos that runs is not taken from it: its tills would end up here.
  func checkLink() throws(TransportError) {
    guard case .pseudoTerminal(let link) = self, let holder = LinkHolder.find(link) else { return }
    throw .inUse("\(link), the port of a program that runs, process \(holder)")
  }
}

extension TapEvent {
  /// What a person sees of it.
  var text: String {
    switch self {
    case .tillCame: "till connected"
    case .readerCame: "reader connected"
    case .readerAway(let error): "the reader is away: \(error.text)"
    case .tillAway(let error): "the till's port is away: \(error.text)"
    case .tillLeft(.closedHere): "closed"
    case .tillLeft: "till gone"
    case .readerLeft: "reader gone"
    case .turnedAway: "a second till was turned away: a reader talks to one"
    case .undelivered(let count): "\(count) byte\(count == 1 ? "" : "s") could not be delivered"
    }
  }
}
