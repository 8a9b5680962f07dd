import PosProtocol
import PosTransport
import Testing

@testable import PosDriver

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite(.timeLimit(.minutes(2))) struct TraceFileTests {
  static let connection = TraceConnection(address: "tcp:a:1", framing: .tcp)

  /// A path of its own for each test, and what is below it when the test ends.
  static func path(_ name: String) -> String {
    let folder = "/tmp/pos-trace-\(getpid())-\(name)"
    for number in 0...40 { unlink("\(folder)/trace\(number == 0 ? "" : ".\(number)")") }
    mkdir(folder, 0o700)
    return "\(folder)/trace"
  }

  static func text(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var (text, chunk) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { text += chunk[..<count] }
    return String(decoding: text, as: UTF8.self)
  }

  static func line(_ number: Int) -> String {
    let mark = UInt8(truncatingIfNeeded: number)
    return TraceEntry(
      time: .microseconds(number), wallMilliseconds: 0, direction: .sent, kind: .apdu,
      bytes: [6, 0xD1, 1, mark], isMasked: false, apdu: [], closure: nil
    ).line
  }

  /// The entries of a file; every line must be readable, and the first one a headline.
  static func entries(_ path: String) throws -> [TraceEntry] {
    var entries: [TraceEntry] = []
    for item in try TraceReaderTests.items(text(path) ?? "") {
      switch item {
      case .connection: break
      case .entry(let entry): entries.append(entry)
      case .unread(let warning): Issue.record("\(path): \(warning)")
      }
    }
    return entries
  }

  @Test func aFullFileIsTurnedOver() throws {
    let path = Self.path("turn")
    let file = try TraceFile(path: path, limit: TraceLimit(bytesPerFile: 4_096, files: 3))
    file.begin(Self.connection)
    for number in 0..<1_000 { file.append(Self.line(number)) }
    let files = try [2, 1, 0].map { try Self.entries($0 == 0 ? path : "\(path).\($0)") }
    #expect(Self.text("\(path).3") == nil)
    for number in 0...2 {
      #expect((Self.text(number == 0 ? path : "\(path).\(number)")?.utf8.count ?? 0) <= 4_096)
    }
    // Nothing is missing between the oldest that is kept and the last.
    let times = files.joined().map(\.time)
    #expect(times.count > 100 && times.last == .microseconds(999))
    #expect(times == (1_000 - times.count..<1_000).map { .microseconds($0) })
  }

  @Test func oneFileBeginsAnew() throws {
    let path = Self.path("one")
    let file = try TraceFile(path: path, limit: TraceLimit(bytesPerFile: 4_096, files: 1))
    file.begin(Self.connection)
    for number in 0..<200 { file.append(Self.line(number)) }
    #expect(try Self.entries(path).last?.time == .microseconds(199))
    #expect(Self.text("\(path).1") == nil)
  }

  @Test func aLineThatWasCutShortIsEnded() throws {
    let path = Self.path("torn")
    let torn = open(path, O_CREAT | O_WRONLY, 0o600)
    write(torn, "0.0000", 6)
    close(torn)
    let file = try TraceFile(path: path, limit: nil)
    file.begin(Self.connection)
    file.append(Self.line(1))
    #expect(Self.text(path) == "0.0000\n\(Self.connection.line)\n\(Self.line(1))\n")
  }

  @Test func aFileThatWasMovedAwayIsLeft() throws {
    let path = Self.path("moved")
    let file = try TraceFile(path: path, limit: nil)
    file.begin(Self.connection)
    rename(path, "\(path).1")
    file.append(Self.line(1))
    #expect(Self.text("\(path).1") == "\(Self.connection.line)\n")
    #expect(Self.text(path) == "\(Self.connection.line)\n# continued\n\(Self.line(1))\n")
  }

  @Test(.enabled(if: access("/dev/full", W_OK) == 0, "the system has no /dev/full"))
  func aFullDiskIsNoMatter() throws {
    let file = try TraceFile(path: "/dev/full", limit: TraceLimit(bytesPerFile: 4_096, files: 2))
    file.begin(Self.connection)
    for number in 0..<100 { file.append(Self.line(number)) }
  }

  /// Writers with descriptors of their own, as processes have them.
  @Test func manyWritersKeepWholeLines() async throws {
    let path = Self.path("many")
    try await withThrowingTaskGroup { group in
      for writer in 0..<4 {
        let file = try TraceFile(path: path, limit: TraceLimit(bytesPerFile: 16_384, files: 40))
        group.addTask {
          file.begin(TraceConnection(address: "tcp:w:\(writer)", framing: .tcp))
          for number in 0..<1_000 { file.append(Self.line(writer * 10_000 + number)) }
        }
      }
      try await group.waitForAll()
    }
    var seen: Set<Duration> = []
    for number in 0...39 {
      let name = number == 0 ? path : "\(path).\(number)"
      guard let text = Self.text(name) else { continue }
      #expect(text.hasPrefix("# pos-trace 1 ") && text.hasSuffix("\n"))
      for entry in try Self.entries(name) { #expect(seen.insert(entry.time).inserted) }
    }
    #expect(seen.count == 4_000)
  }

  @Test func limitsAreReadAsPeopleWriteThem() {
    #expect(TraceLimit("10MB,5") == TraceLimit(bytesPerFile: 10_000_000, files: 5))
    #expect(TraceLimit("64k") == TraceLimit(bytesPerFile: 64_000, files: 2))
    for text in ["", ",", "1", "10MB,0", "10MB,", "-1,2", "9999999999999GB,2", "10 MB,2", "10MB,2,3"] {
      #expect(TraceLimit(text) == nil, "\(text)")
    }
  }
}
