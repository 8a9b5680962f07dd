import ArgumentParser
import PosDriver

/// `pos trace diff`: the first message in which two traces differ.
struct TraceDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare two traces message by message, whatever their times.",
    discussion: """
      Exit status: 0 the same, 1 they differ, 64 wrong usage, 65 not a trace, 66 no such file, \
      77 no permission.
      """)

  @Argument(help: ArgumentHelp("One trace.", valueName: "FILE")) var one: String
  @Argument(help: ArgumentHelp("The other.", valueName: "FILE")) var other: String
  @Flag(help: "Compare dates, times, trace and receipt numbers inside the messages too.") var exact = false
  @Option(help: ArgumentHelp("How many messages before the difference to show.", valueName: "N"))
  var context = 3

  func run() throws {
    var isSame = true
    try answering { () throws(Complaint) in
      let (left, right) = (try messages(one), try messages(other))
      let count = max(left.count, right.count)
      let first = (0..<count).first { index in
        index >= left.count || index >= right.count || left[index].compared != right[index].compared
      }
      guard let first else { return }
      isSame = false
      Console.print("the first difference is message \(first + 1) (of \(left.count) and \(right.count))")
      for index in max(0, first - max(0, context))..<first { Console.print("  \(left[index].shown)") }
      Console.print("- \(first < left.count ? left[first].shown : "(the trace ends)")")
      Console.print("+ \(first < right.count ? right[first].shown : "(the trace ends)")")
    }
    if !isSame { throw ExitCode(ExitStatus.declined.rawValue) }
  }

  private struct Message {
    let shown: String
    let compared: String
  }

  private func messages(_ path: String) throws(Complaint) -> [Message] {
    var messages: [Message] = []
    let formatter = TraceFormatter()
    do throws(TraceReadError) {
      try TraceFiles.read(path) { item in
        guard case .entry(let entry) = item, let line = formatter.line(entry) else { return }
        let text = String(line.drop { $0 == " " }.drop { $0 != " " }.dropFirst())
        messages.append(Message(shown: line, compared: exact ? text : Self.withoutNumbers(text)))
      }
    } catch {
      throw Complaint(error, path)
    }
    return messages
  }

  /// What is another in each payment.
  private static let changing: Set<Substring> = [
    "traceNumber", "originalTrace", "receiptNumber", "turnoverNumber", "time", "date", "fullDate",
    "authorizationAttribute",
  ]

  private static func withoutNumbers(_ text: String) -> String {
    text.split(separator: "  ").map { field in
      let name = field.prefix { $0 != " " }
      return changing.contains(name) ? String(name) : String(field)
    }.joined(separator: "  ")
  }
}
