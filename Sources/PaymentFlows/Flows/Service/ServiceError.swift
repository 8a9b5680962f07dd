/// Why the service gave no answer that can be used.
public enum ServiceError: Error, Hashable, Sendable {
  /// Nobody listens, or the line went.
  case unreachable
  /// No whole answer in time.
  case silent
  /// An HTTP status other than 200.
  case status(Int)
  /// An answer that is none, or one that fits nothing that was asked.
  case malformed
  /// An answer larger than any honest one.
  case tooLarge
  /// It says that it will not answer this, with its own word for why.
  case refused(String)

  /// A stable word for programs.
  public var name: String {
    switch self {
    case .unreachable: "serviceUnreachable"
    case .silent: "serviceSilent"
    case .status: "serviceStatus"
    case .malformed: "serviceMalformed"
    case .tooLarge: "serviceTooLarge"
    case .refused: "serviceRefused"
    }
  }

  /// One line for people: what is wrong, and what to do.
  public var message: String {
    switch self {
    case .unreachable: "the service cannot be reached. Check the network and try again; no second fee is due."
    case .silent: "the service did not answer in time. Try again later; no second fee is due."
    case .status(let code): "the service has a fault of its own (HTTP \(code)). Try again later."
    case .malformed: "the service's answer cannot be understood. Try again; if it stays, report it."
    case .tooLarge: "the service's answer is too large to be one. Try again; if it stays, report it."
    case .refused(let word):
      "the service does not answer this (\(word)). Compare the data with the documents."
    }
  }
}
