import Foundation
import PosDriver
import PosProtocol
import PosTransport
import Testing

@testable import PaymentFlows

/// What the disk and the terminal held when the process died.
private struct Wreck: Sendable {
  var folder: String
  var state: AttemptState
}

/// Copies the journal's files at each commit: what a process that dies there leaves behind.
private final class Wrecks: @unchecked Sendable {
  private let scratch: Scratch
  private(set) var all: [Wreck] = []

  init(_ scratch: Scratch) { self.scratch = scratch }

  /// Called on the journal's thread only.
  func add(_ state: AttemptState) {
    let name = "wreck\(all.count)"
    let target = scratch.folder.appending(path: name)
    try? FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    for suffix in ["", "-wal"] {
      let file = "journal.sqlite" + suffix
      try? FileManager.default.copyItem(
        at: scratch.folder.appending(path: file), to: target.appending(path: file))
    }
    all.append(Wreck(folder: name, state: state))
  }
}

/// Where the process died and what the terminal did about it.
struct Crash: Sendable, CustomTestStringConvertible {
  var after: AttemptState
  var terminal: String
  /// The newest record that the terminal shows.
  var newest: TransactionRecord?
  var outcome: Outcome
  var reason: RecoveryReason?

  var testDescription: String { "\(after), \(terminal)" }
}

private let sale = TransactionRecord.made(receipt: 42, trace: 701, amount: 1_500_000)
private let undone = TransactionRecord.made(receipt: 43, trace: 702, amount: 1_500_000, original: 701)

private let crashes = [
  Crash(
    after: .intent, terminal: "never heard of it", newest: .earlier, outcome: .declined,
    reason: .counterNotMoved),
  Crash(
    after: .intent, terminal: "reversed", newest: undone, outcome: .declined, reason: .reversedByTerminal),
  Crash(
    after: .intent, terminal: "approved without being heard", newest: sale, outcome: .approved,
    reason: .recordMatches),
  Crash(
    after: .received, terminal: "was not acknowledged", newest: undone, outcome: .declined,
    reason: .reversedByTerminal),
  Crash(
    after: .received, terminal: "was acknowledged", newest: sale, outcome: .approved, reason: .recordMatches),
  Crash(
    after: .received, terminal: "lost power and kept nothing", newest: .earlier, outcome: .declined,
    reason: .counterNotMoved),
  Crash(
    after: .received, terminal: "served another till since",
    newest: .made(receipt: 43, trace: 702, amount: 1_500_000), outcome: .unknown, reason: .counterMovedOn),
  Crash(after: .approved, terminal: "was acknowledged", newest: sale, outcome: .approved, reason: nil),
]

@Suite struct CrashTests {
  @Test(arguments: crashes)
  func theNextStartFindsTheTruth(_ crash: Crash) async throws {
    let scratch = try Scratch()
    let wrecks = Wrecks(scratch)
    let journal = try scratch.journal { wrecks.add($0) }
    let first = await Payments(journal: journal, configuration: .hasty).pay(
      order(), key: key("a"), on: FakeReader())
    #expect(first.outcome == .approved)
    #expect(wrecks.all.map(\.state) == [.intent, .received, .approved])

    let wreck = try #require(wrecks.all.first { $0.state == crash.after })
    let payments = Payments(
      journal: try scratch.journal("\(wreck.folder)/journal.sqlite"), configuration: .hasty)
    let reader = FakeReader(newest: crash.newest)
    #expect(
      try await payments.journal.attempt(key("a"))?.outcome == (crash.reason == nil ? .approved : .unknown))

    let summary = await payments.recover(on: reader)
    #expect(summary.reports.map(\.reason) == (crash.reason.map { [$0] } ?? []))
    let attempt = try await payments.journal.attempt(key("a"))
    #expect(attempt?.outcome == crash.outcome)
    #expect(await !reader.calls.contains(.pay))

    let again = await payments.pay(order(), key: key("a"), on: reader)
    #expect(again.outcome == crash.outcome)
    #expect(again.replayed)
    #expect(await !reader.calls.contains(.pay))
  }

  /// An approval that was only received is no outcome: without an answer from the reader nobody is told of
  /// one.
  @Test func untilTheReaderIsAskedItIsUnknown() async throws {
    let scratch = try Scratch()
    let wrecks = Wrecks(scratch)
    let journal = try scratch.journal { wrecks.add($0) }
    _ = await Payments(journal: journal, configuration: .hasty).pay(order(), key: key("a"), on: FakeReader())
    for wreck in wrecks.all where wreck.state != .approved {
      let payments = Payments(
        journal: try scratch.journal("\(wreck.folder)/journal.sqlite"), configuration: .hasty)
      let reader = FakeReader(newest: sale)
      await reader.set(connectError: .transport(.refused("fake:1")))
      #expect(await payments.pay(order(), key: key("a"), on: reader).outcome == .unknown)
      await reader.set(connectError: nil)
      let report = await payments.pay(order(), key: key("a"), on: reader)
      #expect(report.outcome == .approved)
      #expect(await reader.calls == [.connect, .connect, .status, .last])
    }
  }
}
