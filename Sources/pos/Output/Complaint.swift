/// Why a verb could not be carried out: one line that says what is wrong and what to do.
struct Complaint: Error, Hashable, Sendable {
  let status: ExitStatus
  /// A stable word for programs; docs/json.md lists them.
  let reason: String
  /// For people, without a line break.
  let message: String

  init(_ status: ExitStatus, _ reason: String, _ message: String) {
    (self.status, self.reason, self.message) = (status, reason, message.onOneLine)
  }

  /// Arguments that cannot be understood.
  ///
  /// - Parameter message: the parser's, of which the first line says what is wrong.
  init(usage message: String) {
    let first = message.split(separator: "\n").first.map(String.init)
    self.init(.usage, "usage", first ?? "the request cannot be understood")
  }

  /// Somebody did not want to wait for the answer.
  init(interruption status: ExitStatus) {
    self.init(
      status, "interrupted",
      status == .unknown
        ? "interrupted: what is open stays open. Run 'pos recover' before anything is paid again."
        : "interrupted before the reader had answered. Nothing was paid.")
  }

  var json: JSON { ["reason": .text(reason), "message": .text(message)] }
}

extension String {
  /// Without line breaks and other control characters, which an error of a library below may carry.
  var onOneLine: String {
    String(
      UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }
}
