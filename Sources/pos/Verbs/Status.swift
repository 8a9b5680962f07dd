import ArgumentParser
import PaymentFlows
import PosDriver
import PosProtocol

/// `pos status`: connects, registers, and asks whether the reader can take a payment.
struct Status: Verb {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Ask a reader whether it can take a payment.",
    discussion:
      "Exit status: 0 ready, 1 it answers that it is not, 69 it cannot be reached, 77 no permission.")
  static let shares: SharedOptions = .reader
  static let interrupted: ExitStatus? = .unreachable

  @OptionGroup var reader: ReaderOptions
  @OptionGroup var output: OutputOptions

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
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
