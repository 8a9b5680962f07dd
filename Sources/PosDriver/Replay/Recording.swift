import PosProtocol

/// One connection of a trace file, to be played or to be drawn.
public struct Recording: Sendable {
  /// The address in its headline, as text.
  public let address: String
  /// What the line carried: checked serial frames, or bare messages over TCP.
  let framing: ZVT.Framing
  /// What passed, in order.
  public internal(set) var entries: [TraceEntry] = []
  /// The line of the file on which each entry stands, counted from 1.
  public internal(set) var lines: [Int] = []

  /// Whether it went over TCP.
  public var isTCP: Bool { framing == .tcp }

  /// More than a terminal says in a month.
  static let longest = 1_000_000

  init(_ connection: TraceConnection) {
    (address, framing) = (connection.address, connection.framing)
  }

  /// Every connection of the file at `path`. Blocks while it reads.
  ///
  /// A last line that a crash cut short is left out. Any other line that cannot be read is an error: what is
  /// played must be whole.
  public static func all(of path: String) throws(RecordingError) -> [Recording] {
    var recordings: [Recording] = []
    var problem: RecordingError?
    do throws(TraceReadError) {
      try TraceFiles.readLines(path) { line, item in
        do throws(RecordingError) {
          try recordings.take(item, line, of: path)
          return true
        } catch {
          problem = error
          return false
        }
      }
    } catch {
      throw RecordingError(error, path)
    }
    if let problem { throw problem }
    guard !recordings.isEmpty else { throw .notATrace(path: path) }
    return recordings
  }

  /// Connection `number` of the file at `path`, counted from 1. Blocks while it reads.
  public static func read(_ path: String, connection number: Int = 1) throws(RecordingError) -> Recording {
    let all = try all(of: path)
    guard number >= 1, number <= all.count else {
      throw .noConnection(path: path, wanted: number, found: all.count)
    }
    return all[number - 1]
  }
}

extension [Recording] {
  fileprivate mutating func take(
    _ item: TraceItem, _ line: Int, of path: String
  ) throws(RecordingError) {
    switch item {
    case .connection(let connection): append(Recording(connection))
    case .entry(let entry):
      // The reader takes no line before a headline.
      guard !isEmpty else { return }
      guard self[count - 1].entries.count < Recording.longest else { throw .tooLarge(path: path) }
      self[count - 1].entries.append(entry)
      self[count - 1].lines.append(line)
    case .unread(let warning) where warning.reason == .cut: break
    case .unread(let warning): throw .badLine(path: path, line: warning.line, why: warning.reason.text)
    }
  }
}

extension TraceWarning.Reason {
  /// For people, without a stop.
  fileprivate var text: String {
    switch self {
    case .columns: "expected TIME WALL DIRECTION KIND …"
    case .kind: "unknown kind of entry"
    case .bytes: "expected bytes, two hexadecimal digits each"
    case .frame: "the frame or message is not whole, or its checksum is wrong"
    case .closure: "a line closes 'here', 'disconnected' or by 'error NUMBER'"
    case .tooLong: "longer than any line of a trace"
    case .cut: "the file ends within the line"
    }
  }
}
