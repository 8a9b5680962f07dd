import Dispatch
import PosProtocol
import PosTransport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A recorded conversation instead of a line.
enum ReplayLine {
  /// Opens a line to a player of the record. What departs from the record ends the line.
  ///
  /// - Returns: the line, and what it carries.
  static func open(
    _ path: String, _ settings: ReplaySettings, on loop: LineLoop
  ) async throws(TransportError) -> (any Line, ZVT.Framing) {
    let recording = try await recording(path, settings)
    let (here, there) = MemoryLine.pair(on: loop)
    loop.execute { ReplayPlayer(recording, settings, on: there) { _ in }.start() }
    return (here, recording.framing)
  }

  /// Read on a thread of its own: a file may be on a slow disk.
  private static func recording(
    _ path: String, _ settings: ReplaySettings
  ) async throws(TransportError) -> Recording {
    let result = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        let result = Result { () throws(RecordingError) in
          try Recording.read(path, connection: settings.connection)
        }
        continuation.resume(returning: result)
      }
    }
    do throws(RecordingError) {
      return try result.get()
    } catch {
      throw TransportError(error)
    }
  }
}

extension TransportError {
  /// What a record that cannot be played means for whoever opens it as a line.
  init(_ error: RecordingError) {
    switch error {
    case .unreadable(let path, ENOENT): self = .notFound(path)
    case .unreadable(let path, EACCES): self = .noPermission(path)
    case .unreadable(let path, let code): self = .system(code: code, doing: "reading \(path)")
    case .notATrace, .badLine, .noConnection, .tooLarge: self = .badAddress(error.message)
    }
  }
}
