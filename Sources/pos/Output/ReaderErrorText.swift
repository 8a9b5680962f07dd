import PosDriver
import PosProtocol
import PosTransport

extension TransportError {
  /// What is wrong and what to do, on one line.
  var text: String {
    switch self {
    case .badAddress(let detail): "\(detail)."
    case .notFound(let detail): "there is no such reader (\(detail)). Check the address, cable and power."
    case .noPermission(let place):
      "no permission for \(place). Let this user open it (on Linux often by the group dialout)."
    case .inUse(let place): "another program uses \(place). Close it, then try again."
    case .refused(let place): "nobody listens at \(place). Switch the reader on, or check host and port."
    case .timedOut(let place): "\(place) does not answer. Check host, port and network."
    case .notSerial(let path): "\(path) is no serial port. Check the address."
    case .system(let code, let action):
      "the system refused (\(action), error \(code)). Check cable and address."
    }
  }
}

extension ReaderError {
  /// What is wrong and what to do, on one line.
  var text: String {
    switch self {
    case .transport(let error): error.text
    case .registration(let failure):
      "the reader could not be registered: \(failure.text). Check password, currency and address."
    case .failure(let failure):
      failure.mayHaveActed
        ? "\(failure.text). Run recover before anything is paid again."
        : "\(failure.text). Nothing was sent; try again."
    }
  }
}

extension ReaderFailure {
  fileprivate var text: String {
    switch self {
    case .busy: "the reader is busy with another command"
    case .notRegistered: "the reader is not registered"
    case .refused(let code): "the terminal refused: \(ReaderTexts.result(code, .english))"
    case .send(.notSent): "the command was not sent"
    case .send(.rejected): "the terminal refused every copy of the command as damaged"
    case .send(.unconfirmed): "the terminal did not confirm that it got the command"
    case .lineLost(let commandLeft):
      commandLeft
        ? "the line was lost while the terminal worked" : "the line was lost before anything was sent"
    case .noAnswer: "the terminal did not answer"
    case .noCompletion: "the terminal fell silent while it worked"
    case .unreadable: "the terminal sent something that cannot be read"
    case .violation: "the terminal broke the order of the dialogue"
    case .contradiction: "the terminal's words do not add up"
    }
  }
}
