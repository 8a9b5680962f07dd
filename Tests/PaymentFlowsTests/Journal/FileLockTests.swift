import Foundation
import Testing

@testable import PaymentFlows

@Suite struct FileLockTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func oneHolderAtATime() throws {
    let file = scratch.path("lock")
    var held = try FileLock.attempt(.reader("a"), file: file)
    #expect(held != nil)
    #expect(try FileLock.attempt(.reader("a"), file: file) == nil)
    #expect(try FileLock.attempt(.reader("b"), file: file) != nil)
    #expect(try FileLock.attempt(.key(key("a")), file: file) != nil)
    held = nil
    #expect(try FileLock.attempt(.reader("a"), file: file) != nil)
  }

  @Test func whoIsTurnedAwayLeavesNoDescriptorOpen() throws {
    let file = scratch.path("lock")
    let held = try FileLock.attempt(.reader("a"), file: file)
    for _ in 0..<20 { #expect(try FileLock.attempt(.reader("a"), file: file) == nil) }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    let open = names.count { name in
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)"))?
        .hasSuffix(scratch.folder.lastPathComponent + "/lock") == true
    }
    #expect(open <= 1)
    withExtendedLifetime(held) {}
  }

  @Test func closingAnotherDescriptorLosesNothing() throws {
    let file = scratch.path("lock")
    let held = try FileLock.attempt(.reader("a"), file: file)
    for _ in 0..<3 { _ = try FileLock.attempt(.reader("b"), file: file) }
    #expect(try FileLock.attempt(.reader("a"), file: file) == nil)
    withExtendedLifetime(held) {}
  }

  @Test func aLinkToTheJournalLeadsToTheSameLocks() async throws {
    let journal = try scratch.journal()
    let link = scratch.path("link.sqlite")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: journal.path)
    let held = try await journal.lease(.reader("a"), wait: .zero)
    #expect(try await Journal(path: link).lease(.reader("a"), wait: .zero) == nil)
    #expect(FileManager.default.fileExists(atPath: journal.path + "-lock"), "as the other programs name it")
    withExtendedLifetime(held) {}
  }

  @Test func subjectsHaveTheirOwnBytes() {
    let subjects: [FileLock.Subject] = [
      .opening, .key(key("a")), .key(key("b")), .reader("a"), .reader("b"), .key(key("fake:1")),
      .reader("fake:1"), .task("a"),
    ]
    #expect(Set(subjects.map(\.offset)).count == subjects.count)
    #expect(subjects.allSatisfy { $0.offset >= 0 && $0.offset < 1 << 43 })
  }

  /// Programs of any version exclude each other: FNV-1a of "a", by its authors' test vectors.
  @Test func theBytesAreTheSameForEver() {
    #expect(FileLock.Subject.opening.offset == 0)
    #expect(FileLock.Subject.key(key("a")).offset == 1 << 40 | 0x4C_8601_EC8C)
    #expect(FileLock.Subject.reader("a").offset == 1 << 41 | 0x4C_8601_EC8C)
    #expect(FileLock.Subject.task("a").offset == 1 << 42 | 0x4C_8601_EC8C)
    #expect(FileLock.Subject.reader("foobar").offset == 1 << 41 | 0x71_F739_67E8)
  }

  @Test func keysAreVisibleAndNotTooLong() {
    for text in ["!", "~", "a-1", String(repeating: "k", count: 128)] {
      #expect(AttemptKey(text)?.text == text)
    }
    for text in ["", " ", "a b", "\u{7F}", "é", String(repeating: "k", count: 129)] {
      #expect(AttemptKey(text) == nil, "\(text)")
    }
  }

  @Test func theSystemsWordsBecomeTheJournals() {
    for code in [EACCES, EPERM, EROFS] { #expect(JournalError(errno: code, file: "f") == .readOnly) }
    for code in [ENOSPC, EDQUOT] { #expect(JournalError(errno: code, file: "f") == .full) }
    guard case .cannotOpen(let text) = JournalError(errno: ENOENT, file: "f") else {
      Issue.record("another error")
      return
    }
    #expect(text.hasPrefix("f: "))
  }

  @Test func aMissingFolderIsTold() {
    #expect(throws: JournalError.self) { try FileLock.attempt(.opening, file: scratch.path("none/lock")) }
  }
}
