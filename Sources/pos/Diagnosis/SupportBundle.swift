import ArgumentParser
import Foundation
import PaymentFlows
import PosDriver
import PosProtocol
import PosTransport
import Synchronization

/// `pos support-bundle`: what a helper far away needs, in one file, with nothing secret in it.
struct SupportBundle: Verb {
  static let configuration = CommandConfiguration(
    commandName: "support-bundle",
    abstract: "Pack the doctor's report, traces, ports and versions into one file without secrets.",
    discussion: """
      Examines the reader as 'pos doctor' does and writes a tar archive: report, the trace of that examination, the \
      traces given, ports, versions, settings, and how many attempts a journal has of each kind. No password, no \
      journal contents; what looks like a card number is hidden. Exit status: 0 written, whatever the report says; \
      73 it cannot be written.
      """)
  static let shares: SharedOptions = .reader

  @OptionGroup var reader: ReaderOptions
  @Option(help: ArgumentHelp("The archive; must not be there yet.", valueName: "FILE"))
  var out: String
  @Option(help: ArgumentHelp("A trace to put in; may be given more than once.", valueName: "FILE"))
  var add: [String] = []
  @Option(help: ArgumentHelp("Count this journal's attempts.", valueName: "FILE"))
  var journal: String?
  @Option(help: ArgumentHelp("The currency named in the registration, IRR or EUR.", valueName: "NAME"))
  var currency = CurrencyName.irr
  @OptionGroup var output: OutputOptions

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    do throws(Complaint) {
      var bundle = BundleWriter(password: reader.wire.password)
      try await examine(&bundle, at: desk)
      for (number, path) in add.enumerated() {
        bundle.add("trace-\(number + 1).txt", try BundleWriter.tail(of: path))
      }
      bundle.add("ports.txt", await MachineFacts.ports())
      bundle.add("versions.txt", MachineFacts.versions())
      bundle.add("settings.txt", settings)
      try bundle.write(to: out)
      return Report(
        .approved,
        body: [
          "bundle": .text(out), "files": .list(bundle.names.map { .text($0) }),
          "hidden": .number(Int64(bundle.hidden)),
        ],
        text: out)
    } catch {
      return Report(error)
    }
  }

  private func examine(_ bundle: inout BundleWriter, at desk: Desk) async throws(Complaint) {
    let lines = Mutex<[String]>([])
    let examination = try await Examination.run(
      reader, currency: currency.currency, journal: journal, at: desk,
      sink: TraceSink { entry in lines.withLock { $0.append(entry.line) } })
    let report = Report(examination, in: output.lang)
    bundle.add("doctor.txt", report.text)
    bundle.add("doctor.jsonl", ((report.items ?? []) + [report.body].compactMap(\.self)).map(\.line))
    bundle.add("trace-doctor.txt", lines.withLock(\.self))
    if let journal { bundle.add("journal.txt", try await JournalCounts.lines(journal, at: desk)) }
  }

  /// Without the password.
  private var settings: [String] {
    [
      "reader \(reader.reader.address)", "currency \(currency.rawValue)",
      "password \(reader.wire.password == .usual ? "the usual one" : "another than the usual one")",
      "time scale \(reader.wire.timeScale.factor)", "language \(output.lang.rawValue)",
    ]
  }
}

/// Collects the files of a bundle; everything passes the scrubber.
struct BundleWriter {
  private(set) var names: [String] = []
  /// How many places were hidden that had come so far unmasked.
  private(set) var hidden = 0
  private var archive = TarArchive(time: Int64(Date().timeIntervalSince1970))
  private let scrubber: Scrubber

  init(password: Password) { scrubber = Scrubber(password: password.digits) }

  /// What of a file is looked at: its end.
  private static let limit = 4 << 20

  mutating func add(_ name: String, _ lines: [String]) { add(name, lines.joined(separator: "\n")) }

  mutating func add(_ name: String, _ text: String) { add(name, Array(text.utf8)) }

  mutating func add(_ name: String, _ bytes: [UInt8]) {
    let (clean, hidden) = scrubber.scrub(bytes)
    self.hidden += hidden
    names.append(name)
    archive.add("pos-support/\(name)", clean + (clean.last == 0x0A ? [] : [0x0A]))
  }

  /// A file that is there is never written over.
  func write(to path: String) throws(Complaint) {
    do {
      try Data(archive.bytes).write(to: URL(filePath: path), options: .withoutOverwriting)
    } catch {
      throw Complaint(.journal, "bundle", "\(path): cannot be written: \(error.localizedDescription)")
    }
  }

  static func tail(of path: String) throws(Complaint) -> [UInt8] {
    do {
      let file = try FileHandle(forReadingFrom: URL(filePath: path))
      let size = try file.seekToEnd()
      try file.seek(toOffset: size > UInt64(limit) ? size - UInt64(limit) : 0)
      let bytes = try file.read(upToCount: limit) ?? Data()
      // The part of a line that the cut left could hold the end of a number.
      let whole = size > UInt64(limit) ? bytes.drop { $0 != 0x0A }.dropFirst() : bytes[...]
      return Array(whole)
    } catch {
      throw Complaint(.noInput, "trace", "\(path): cannot be read. Check the path.")
    }
  }
}

/// What a journal has, as numbers only.
enum JournalCounts {
  static func lines(_ path: String, at desk: Desk) async throws(Complaint) -> [String] {
    var options = JournalOptions()
    options.journal = path
    do {
      let journal = try desk.existingJournal(options)
      let attempts = try await journal.history(limit: 100_000)
      let reversals = try await journal.reversals([.pending, .person]).count
      let outcomes = Dictionary(grouping: attempts) { "\($0.kind) \($0.outcome)" }.mapValues(\.count)
      return ["attempts \(attempts.count)"] + outcomes.map { "\($0) \($1)" }.sorted()
        + ["reversals open \(reversals)"]
    } catch let error as JournalError {
      throw Complaint(error, path: path)
    } catch let error as Complaint {
      throw error
    } catch {
      throw Complaint(.journal, "journal", path)
    }
  }
}
