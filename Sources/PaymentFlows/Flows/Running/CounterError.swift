/// Why a flow cannot be begun or gone on with. Nothing was asked of a reader.
public enum CounterError: Error, Hashable, Sendable {
  case noSuchFlow
  /// The name stands for something else already.
  case nameTaken
  /// Only a reader can do this.
  case noReader
  /// Another program uses the reader.
  case readerBusy
  /// Only the service can do this.
  case noService
  /// A bill of these is paid already, by that attempt.
  case billPaid(at: Int, by: AttemptKey)
  /// Nobody knows yet whether a bill of these is paid.
  case billUnresolved(at: Int, by: AttemptKey)
  case journal(JournalError)

  /// A stable word for programs.
  public var name: String {
    switch self {
    case .noSuchFlow: "noSuchFlow"
    case .nameTaken: "nameTaken"
    case .noReader: "noReader"
    case .readerBusy: "readerBusy"
    case .noService: "noService"
    case .billPaid: "billPaid"
    case .billUnresolved: "billUnresolved"
    case .journal(let error): error.name
    }
  }

  /// One line for people: what is wrong, and what to do.
  public var message: String {
    switch self {
    case .noSuchFlow: "there is nothing with that name. Look it up in the history."
    case .nameTaken: "that name stands for something else. Take another."
    case .noReader: "a reader is needed for this. Say which."
    case .readerBusy: "another program uses this reader. Wait until it has finished."
    case .noService: "the service is needed for this. Say where it is."
    case .billPaid(let place, let key):
      "bill \(place + 1) is paid already, by attempt \(key). Look it up and print its receipt again."
    case .billUnresolved(let place, let key):
      "nobody knows yet whether bill \(place + 1) is paid (attempt \(key)). Confirm that transaction first."
    case .journal(let error): error.message
    }
  }
}
