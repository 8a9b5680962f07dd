import ArgumentParser
import PosDriver
import PosProtocol
import PosTransport

/// Which reader, and how to speak to it.
struct ReaderOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The reader: serial:PATH[?baud=9600], tcp:HOST:PORT, or what 'pos sim' printed after 'ready'.",
      valueName: "ADDRESS"), transform: ReaderAddress.init(typed:))
  var reader: ReaderAddress

  @OptionGroup var wire: WireOptions
}

/// What is said to any reader.
struct WireOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The register's password at the terminal, six digits.", valueName: "DIGITS"))
  var password = Password.usual

  @Option(help: ArgumentHelp("Append what goes over the line to a file, masked.", valueName: "FILE"))
  var trace: String?

  @Option(
    help: ArgumentHelp(
      "Turn the trace over when it is that large, and keep so many files: 10MB,5.", valueName: "SIZE,FILES"),
    transform: Self.limit)
  var traceLimit: TraceLimit?

  @Flag(help: "Show what goes over the line, masked and explained, as progress.")
  var explain = false

  @Option(
    help: ArgumentHelp(
      "Use what helps against double payments also where the terminal does not announce it: receipt-sync, "
        + "message-numbers, order-numbers; may be given more than once.", valueName: "NAME"))
  var safeguard: [SafeguardName] = []

  @Option(
    help: ArgumentHelp(
      "Multiply the protocol's time limits, for tests; the simulator must be told the same.",
      valueName: "FACTOR", visibility: .hidden))
  var timeScale = TimeScale.real

  /// What it all comes to.
  struct Values: Hashable, Sendable {
    let password: Password, trace: String?, traceLimit: TraceLimit?, explain: Bool, timeScale: TimeScale
    let safeguards: Safeguards
  }

  @Sendable static func limit(_ text: String) throws -> TraceLimit {
    guard let limit = TraceLimit(text) else {
      throw ValidationError("expected a size of 4096 bytes at least and 1 to 1000 files: 10MB,5")
    }
    return limit
  }

  var values: Values {
    Values(
      password: password, trace: trace, traceLimit: traceLimit, explain: explain, timeScale: timeScale,
      safeguards: Safeguards(safeguard.map(\.safeguard)))
  }
}

/// A factor on the protocol's time limits, above 0 and at most 10.
struct TimeScale: ExpressibleByArgument, Hashable, Sendable {
  let factor: Double
  static let real = TimeScale(factor: 1)

  private init(factor: Double) { self.factor = factor }

  var defaultValueDescription: String { "\(factor)" }

  init?(argument: String) {
    guard let factor = Double(argument), factor > 0, factor <= 10 else { return nil }
    self.factor = factor
  }
}

/// A reader's address as it was typed, checked.
struct ReaderAddress: Hashable, Sendable {
  let address: LineAddress

  @Sendable init(typed text: String) throws {
    do throws(TransportError) {
      address = try LineAddress.parse(text)
    } catch {
      throw ValidationError(error.text)
    }
  }
}

/// Where payments are written down.
struct JournalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The journal: an SQLite file, or postgres://USER@HOST/DATABASE; the first payment makes it.",
      valueName: "FILE"))
  var journal: String
}
