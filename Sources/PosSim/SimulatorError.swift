/// Why a simulator cannot go on.
public enum SimulatorError: Error, Hashable, Sendable {
  /// Another program has this file: two simulators in one state folder.
  case inUse(path: String)
  /// What stands in the file cannot be right. Nothing was changed.
  case damaged(path: String, line: Int, why: String)
  /// The system's error number (errno), and what was tried.
  case system(code: Int32, doing: String, path: String)

  /// One line for a person, with what to do.
  public var text: String {
    switch self {
    case .inUse(let path): "\(path) is in use: another simulator runs with this state folder"
    case .damaged(let path, let line, let why):
      "\(path), line \(line): \(why). The file was left as it is; mend it, or move it away to begin anew"
    case .system(let code, let doing, let path):
      "\(doing) \(path): \(describe(errno: code)); mend that and start again, nothing is lost"
    }
  }
}
