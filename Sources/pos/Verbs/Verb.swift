import ArgumentParser
import PosTransport

/// Something a register can be asked to do, by the command line or by a line of `serve`. Both parse it from
/// the same arguments.
protocol Verb: AsyncParsableCommand, Sendable {
  var output: OutputOptions { get }
  /// Which of `serve`'s own options it takes as its defaults.
  static var shares: SharedOptions { get }
  /// How a question ends that somebody does not want to wait for any longer: the first signal ends it at
  /// once. Nil: what moves money has to be asked to stop, and has the last word.
  static var interrupted: ExitStatus? { get }

  /// - Parameters:
  ///   - desk: the journal and the reader it works with.
  ///   - tell: what happens meanwhile; from any thread.
  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report
}

/// Options that `serve` takes once for all its lines.
struct SharedOptions: OptionSet, Sendable {
  let rawValue: Int
  static let reader = SharedOptions(rawValue: 1)
  static let journal = SharedOptions(rawValue: 2)
}

extension Verb {
  static var interrupted: ExitStatus? { nil }

  /// On the command line: progress and complaints to standard error, the answer to standard output.
  mutating func run() async throws { try await answer() }

  /// Runs it and prints what it comes to; throws the exit status.
  func answer() async throws {
    Console.surviveBrokenPipes()
    let (desk, lang, json) = (Desk(), output.lang, output.json)
    let watch = SignalWatch { times in
      if let status = Self.interrupted {
        Console.answer(Report(Complaint(interruption: status)), json: json)
        Console.leave(status)
      }
      guard times == 1 else {
        Console.note("pos: left without an answer. Run 'pos recover' before anything is paid again.")
        Console.leave(.unknown)
      }
      desk.stopSoon()
    }
    let report = await Language.$current.withValue(lang) {
      await run(at: desk) { happening in
        if let text = happening.text(in: lang) { Console.note(text) }
      }
    }
    await desk.close()
    await LineClosing.finish()
    watch.stop()
    guard Console.answer(report, json: output.json) else {
      Console.note("pos: the answer could not be written: it stands in the journal, see 'pos history'")
      throw ExitCode(ExitStatus.output.rawValue)
    }
    guard report.status == .approved else { throw ExitCode(report.status.rawValue) }
  }
}

extension Console {
  /// Writes a report. False: standard output takes no more.
  @discardableResult
  static func answer(_ report: Report, json: Bool) -> Bool {
    if let complaint = report.complaint { note("pos: \(complaint.message)") }
    let lines = json ? ((report.items ?? []) + [report.body].compactMap(\.self)).map(\.line) : [report.text]
    return lines.allSatisfy { $0.isEmpty || print($0) }
  }
}
