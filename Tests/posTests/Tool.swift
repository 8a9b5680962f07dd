import Foundation
import Testing

/// The built `pos`, run as a script runs it. What it writes stays in `$POS_KEEP` or `.build/test-output`,
/// where the scan for card numbers looks.
enum Tool {
  struct Outcome: Sendable {
    let status: Int32
    let output: String
    let errors: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }

    /// The objects it printed, one a line.
    var objects: [[String: Any]] {
      lines.compactMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
    }

    /// The only object it printed; empty if there was none or more than one.
    var object: [String: Any] { objects.count == 1 ? objects[0] : [:] }
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Beside the test bundle, whatever the configuration.
  static let binary: URL = {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? Bundle.main.bundlePath
    var folder = URL(filePath: bundle)
    while folder.pathComponents.count > 1 {
      folder.deleteLastPathComponent()
      let candidate = folder.appending(path: "pos")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
    }
    return URL(filePath: "pos")
  }()

  /// A fresh folder for one test, where everything it writes is kept.
  static func folder(_ name: String = #function) throws -> URL {
    let word = name.prefix { $0.isLetter || $0.isNumber }
    let kept = ProcessInfo.processInfo.environment["POS_KEEP"].map { URL(filePath: $0) }
    let folder = (kept ?? root.appending(path: ".build/test-output"))
      .appending(path: "pos/\(word)-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// Runs it to its end; a run that takes longer than `limit` seconds is killed.
  static func run(
    _ arguments: [String], input: String? = nil, in folder: URL? = nil, output: String? = nil,
    limit: Double = 60
  ) async throws -> Outcome {
    let child = try Child(
      binary, arguments, input: input, in: folder ?? Tool.folder("run"), output: output)
    return await child.end(within: limit)
  }
}

/// A process with its output in files, so that no pipe fills up.
final class Child: Sendable {
  let process: Process
  let outputFile: URL, errorFile: URL
  private let ended: AsyncStream<Void>

  init(
    _ program: URL, _ arguments: [String], input: String? = nil, in folder: URL, output: String? = nil,
    pipe: Pipe? = nil
  ) throws {
    let name = UUID().uuidString.prefix(8)
    outputFile = output.map { URL(filePath: $0) } ?? folder.appending(path: "\(name).out")
    errorFile = folder.appending(path: "\(name).err")
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    for file in [outputFile, errorFile] where file.path != output { try Data().write(to: file) }
    var handles = [try FileHandle(forWritingTo: outputFile), try FileHandle(forWritingTo: errorFile)]
    process.standardOutput = handles[0]
    process.standardError = handles[1]
    if let pipe {
      process.standardInput = pipe
    } else if let input {
      let file = folder.appending(path: "\(name).in")
      try Data(input.utf8).write(to: file)
      handles.append(try FileHandle(forReadingFrom: file))
      process.standardInput = handles[2]
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    let (ended, end) = AsyncStream.makeStream(of: Void.self)
    process.terminationHandler = { @Sendable _ in end.finish() }
    self.ended = ended
    self.process = process
    try process.run()
    // The child has its own; other tests count the descriptors of this process.
    for handle in handles { try handle.close() }
  }

  var output: String { (try? String(contentsOf: outputFile, encoding: .utf8)) ?? "" }

  /// Waits until `condition` holds for what it printed; nil if the time is up or it has ended before.
  func wait(within limit: Double = 20, until condition: (String) -> Bool) async -> String? {
    let deadline = Date(timeIntervalSinceNow: limit)
    while true {
      // Looked at once more when the time is up: this task may have slept longer than it asked for.
      let (isOver, isRunning, text) = (Date() >= deadline, process.isRunning, output)
      if condition(text) { return text }
      if isOver || !isRunning { return nil }
      try? await Task.sleep(for: .milliseconds(10))
    }
  }

  /// Waits until it handles a signal itself, where the system tells; elsewhere for half a second.
  func waitUntilItHears(_ number: Int32, within limit: Double = 20) async throws {
    let deadline = Date(timeIntervalSinceNow: limit)
    while Date() < deadline, process.isRunning {
      let path = "/proc/\(process.processIdentifier)/status"
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
        return try await Task.sleep(for: .milliseconds(500))
      }
      let line = text.split(separator: "\n").first { $0.hasPrefix("SigCgt:") } ?? ""
      let mask = line.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) } ?? 0
      if mask & 1 << UInt64(number - 1) != 0 { return }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  func signal(_ number: Int32) { if process.isRunning { kill(process.processIdentifier, number) } }

  func end(within limit: Double = 60) async -> Tool.Outcome {
    let watchdog = Task {
      try await Task.sleep(for: .seconds(limit))
      self.signal(SIGKILL)
    }
    for await _ in ended {}
    watchdog.cancel()
    let errors = (try? String(contentsOf: errorFile, encoding: .utf8)) ?? ""
    return Tool.Outcome(status: process.terminationStatus, output: output, errors: errors)
  }
}

extension Child {
  /// Waits until `condition` holds for what it said on standard error.
  func waitForNote(within limit: Double = 20, until condition: (String) -> Bool) async -> Bool {
    let deadline = Date(timeIntervalSinceNow: limit)
    while true {
      let isOver = Date() >= deadline
      if condition((try? String(contentsOf: errorFile, encoding: .utf8)) ?? "") { return true }
      if isOver { return false }
      try? await Task.sleep(for: .milliseconds(10))
    }
  }
}
