public import ArgumentParser
import Foundation
import PosDriver
import PosProtocol
public import PosTransport

/// `pos trace replay`: plays one side of a trace to somebody else's program.
struct TraceReplay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Play one side of a trace to a till or a terminal, and compare what it says.",
    discussion: """
      As the terminal it listens, and prints 'ready ADDRESS'; as the register it connects. Messages are \
      compared byte by byte; what is masked in the record matches anything, and so do trace, receipt and \
      turnover numbers, date and time, the acquirer's reference and printed texts, unless --exact. The first \
      departure is told and ends it. As the register it sends what was recorded: a record with payments is \
      refused without --with-payments, since a real terminal takes real money. Exit status: 0 the other side said what the record has, 1 it departed, \
      64 wrong usage, 65 not a trace, 66 no such file, 69 the line cannot be opened, 77 no permission.
      """)

  @Argument(help: ArgumentHelp("The trace.", valueName: "FILE")) var trace: String
  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("Whose part to play: terminal or register.", valueName: "SIDE"))
  var side: ReplaySettings.Side
  @Option(
    help: ArgumentHelp(
      "As the terminal: pty:LINK, tcp:HOST:PORT or serial:PATH to listen on; as the register: the terminal's.",
      valueName: "ADDRESS"))
  var on: String
  @Option(help: ArgumentHelp("Between messages: original, none, or milliseconds.", valueName: "GAPS"))
  var gaps = ReplaySettings.Gaps.original
  @Option(help: ArgumentHelp("Which connection of the trace, counted from 1.", valueName: "N"))
  var connection = 1
  @Flag(help: "Begin again at the end, until SIGINT.") var loop = false
  @Flag(help: "Say the next message when Enter is pressed.") var step = false
  @Flag(help: "Compare every byte that is not masked.") var exact = false
  @Flag(help: "As the register: send recorded payments, reversals and the like too. For test terminals.")
  var withPayments = false
  @Option(
    help: ArgumentHelp("As the register: the password in place of the masked one.", valueName: "DIGITS"))
  var password = Password.usual

  func validate() throws {
    guard connection >= 1 else { throw ValidationError("--connection counts from 1.") }
    if side == .terminal { _ = try TypedPlace(typed: on) } else { _ = try ReaderAddress(typed: on) }
  }

  func run() async throws {
    Console.surviveBrokenPipes()
    let status: ExitStatus
    do throws(Complaint) {
      status = try await play()
    } catch {
      Console.note("pos: \(error.message)")
      status = error.status
    }
    guard status == .approved else { throw ExitCode(status.rawValue) }
  }

  private func play() async throws(Complaint) -> ExitStatus {
    let (endings, ending) = AsyncStream.makeStream(of: ExitStatus.self, bufferingPolicy: .bufferingOldest(1))
    let watch = SignalWatch { _ in ending.yield(.approved) }
    let stage = ReplayStage(try recording(), settings, isExact: exact, isStepped: step) { ending.yield($0) }
    do throws(TransportError) {
      if side == .terminal {
        let place = try TapPlace.parse(on)
        try place.checkLink()
        try await stage.listen(place) { address in
          if !Console.print("ready \(address)") { ending.yield(.output) }
        }
      } else {
        try await stage.connect(try LineAddress.parse(on))
      }
    } catch {
      if case .noPermission = error { throw Complaint(.noPermission, "noPermission", error.text) }
      throw Complaint(.unreachable, "portNotToBeHad", error.text)
    }
    if step { Self.listenForEnter(stage) }
    let status = await endings.first { _ in true } ?? .approved
    await stage.close()
    watch.stop()
    return status
  }

  private var settings: ReplaySettings {
    var settings = ReplaySettings()
    (settings.side, settings.gaps, settings.isLooped) = (side, gaps, loop)
    settings.connection = connection
    return settings
  }

  private func recording() throws(Complaint) -> Recording {
    let recording: Recording
    do throws(RecordingError) {
      recording = try Recording.read(trace, connection: connection)
    } catch {
      throw Complaint(error)
    }
    guard side == .register else { return recording }
    if !withPayments, let found = recording.firstMoneyMessage {
      throw Complaint(
        .usage, "payments",
        "\(trace), line \(found.line): \(found.name). A real terminal would take real money, and no journal "
          + "would know of it. Nothing was sent. For a test terminal: --with-payments.")
    }
    return recording.filling(password: password.number)
  }

  private static func listenForEnter(_ stage: ReplayStage) {
    Console.note("Enter says the next message")
    let thread = Thread {
      while readLine() != nil { stage.step() }
    }
    thread.start()
  }
}

extension ReplaySettings.Side: ExpressibleByArgument {}

extension ReplaySettings.Gaps: ExpressibleByArgument {
  public init?(argument: String) {
    switch argument {
    case "original": self = .original
    case "none": self = .none
    case _:
      guard let digits = asciiDigits(argument), let count = Int(digits), count <= 3_600_000 else {
        return nil
      }
      self = .fixed(.milliseconds(count))
    }
  }

  public var defaultValueDescription: String { "original" }
}
