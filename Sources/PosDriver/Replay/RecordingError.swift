/// Why a trace cannot be played.
public enum RecordingError: Error, Hashable, Sendable {
  /// The system's error number (errno).
  case unreadable(path: String, code: Int32)
  /// The first line is not a trace's.
  case notATrace(path: String)
  /// Line `line`, counted from 1, is none of a trace; and why.
  case badLine(path: String, line: Int, why: String)
  /// There are only so many connections in the file.
  case noConnection(path: String, wanted: Int, found: Int)
  /// More than can be kept to be played.
  case tooLarge(path: String)

  init(_ error: TraceReadError, _ path: String) {
    switch error {
    case .notATrace: self = .notATrace(path: path)
    case .headline(let line):
      self = .badLine(path: path, line: line, why: "expected '# pos-trace 1 ADDRESS serial|tcp'")
    case .unreadable(let path, let code): self = .unreadable(path: path, code: code)
    }
  }

  /// For people, on one line.
  public var message: String {
    switch self {
    case .unreadable(let path, let code): "\(path): cannot be read (error \(code))"
    case .notATrace(let path): "\(path): not a trace; its first line would begin with '# pos-trace 1 '"
    case .badLine(let path, let line, let why): "\(path), line \(line): \(why)"
    case .noConnection(let path, let wanted, let found):
      "\(path): has \(found) connection\(found == 1 ? "" : "s"), no number \(wanted)"
    case .tooLarge(let path): "\(path): a connection of it is too long to be played"
    }
  }
}
