import ArgumentParser
import PaymentFlows
import PosDriver
import PosProtocol
import PosTransport

/// `pos status`: connects, registers, and asks whether the reader can take a payment.
struct Status: Verb {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Ask a reader whether it can take a payment.",
    discussion: """
      Exit status: 0 ready, 1 it answers that it is not, 69 it cannot be reached, 77 no permission. With --watch it \
      stays connected, asks every ten seconds, and tells when the reader is lost, why, and when it is back; in the \
      end how long it was ready. Exit status then: 0 it was ready at some time, 69 never.
      """)
  static let shares: SharedOptions = .reader
  static let interrupted: ExitStatus? = .unreachable

  @OptionGroup var reader: ReaderOptions
  @Flag(help: "Stay connected and tell each loss and return, until SIGINT.") var watch = false
  @OptionGroup var output: OutputOptions

  mutating func run() async throws {
    guard watch else { return try await answer() }
    Console.surviveBrokenPipes()
    var status = ExitStatus.approved
    do throws(Complaint) {
      // A line that died in silence is what is watched for.
      let reader = try OpenReader.make(
        at: reader.reader, reader.wire, currency: .irr,
        configure: { $0.reconnect.probeInterval = .seconds(10) })
      var watch = StatusWatch(output: output)
      status = await watch.run(reader)
    } catch {
      Console.answer(Report(error), json: output.json)
      status = error.status
    }
    await LineClosing.finish()
    guard status == .approved else { throw ExitCode(status.rawValue) }
  }

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    // Among the lines of `serve` it would never end.
    guard !watch else { return Report(Complaint(usage: "--watch is for the command line")) }
    do throws(Complaint) {
      let card = try await desk.reader(reader, currency: nil, tell: tell)
      let status = try await Self.status(of: card, in: output.lang)
      let name = ReaderTexts.terminalStatus(status.code, output.lang.texts)
      let version = status.softwareVersion?.shown
      let body: JSON = [
        "reader": .text(card.name), "ready": .flag(status.isReady), "status": JSON(status.code),
        "name": .text(name), "softwareVersion": JSON(version),
      ]
      let text = "\(card.name): \(name)" + (version.map { " (\($0))" } ?? "")
      return Report(status.isReady ? .approved : .declined, body: body, text: text)
    } catch {
      return Report(error)
    }
  }

  private static func status(
    of card: OpenReader, in lang: Language
  ) async throws(Complaint) -> TerminalStatus {
    do {
      try await card.reader.connect()
      return try await card.reader.status()
    } catch {
      // A question moves no money, so silence is no more than an unreachable reader.
      throw Complaint(.reader(error), in: lang)
    }
  }
}
