import ArgumentParser

/// The command line: a card reader's register, a simulated reader, and a looking glass for captured bytes.
@main
struct Pos: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pos",
    abstract: "Take card payments, simulate a card reader, explain its bytes.",
    discussion: """
      The result stands on standard output, progress on standard error. Exit status: 0 approved or done, \
      1 declined, 64 wrong usage, 65 wrong data, 69 reader cannot be reached (nothing was sent), 73 journal cannot \
      be written, 75 outcome unknown (ask with 'pos recover'), 76 the order has an unresolved attempt, \
      77 no permission.
      """,
    version: Version.text,
    subcommands: verbs + [
      InquiryVerb.self, FeeVerb.self, FineVerb.self, BillVerb.self, Reversals.self, JournalVerb.self,
      Serve.self, Sim.self, SimService.self, Soak.self,
      DoctorVerb.self, ProbeVerb.self, SupportBundle.self,
      TapVerb.self,
      TraceVerb.self,
      UdevRules.self,
      OfficeVerb.self, TicketVerb.self,
    ])

  /// Wrong usage is answered in JSON too, where that was asked for.
  static func main() async {
    do {
      var command = try asked()
      if var waiting = command as? any AsyncParsableCommand {
        try await waiting.run()
      } else {
        try command.run()
      }
    } catch {
      exit(withError: error)
    }
  }

  private static func asked() throws -> any ParsableCommand {
    do {
      return try parseAsRoot()
    } catch {
      if exitCode(for: error) == .validationFailure, CommandLine.arguments.contains("--json") {
        Console.surviveBrokenPipes()
        let answer: JSON = ["error": Complaint(usage: message(for: error)).json]
        Console.print(answer.line)
      }
      throw error
    }
  }

  /// What can also be asked of `serve`.
  static var verbs: [any Verb.Type] {
    [
      Pay.self, Status.self, Reverse.self, Recover.self, Settle.self, History.self, ReceiptVerb.self,
      CloseDay.self, Ports.self,
      Decode.self,
    ]
  }
}
