import ArgumentParser
import Foundation
import PaymentFlows
import PosDriver
import PosProtocol
import PosTransport

/// `pos doctor`: what is wrong with a reader, and what to do next.
struct DoctorVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Find out what is wrong with a reader, and what to do next.",
    discussion: """
      Looks at port, permission, holder, settings, wiring, handshake, registration, status, last transaction, clock, \
      pending reversals, pre-authorizations and end of day, within a minute. Never pays, and changes nothing at the \
      terminal without being asked. Exit status: 0 all is well, 1 it answers and \
      something wants attention, 69 it cannot be reached or spoken to, 77 no permission. docs/diagnosis.md goes on \
      from each finding.
      """)
  static let shares: SharedOptions = .reader

  @OptionGroup var reader: ReaderOptions
  @Option(help: ArgumentHelp("The currency named in the registration, IRR or EUR.", valueName: "NAME"))
  var currency = CurrencyName.irr
  @Option(help: ArgumentHelp("Count this journal's open attempts with the reader too.", valueName: "FILE"))
  var journal: String?
  @Flag(help: "Let the terminal try its way to the host (ZVT 06 70); it may print a slip.")
  var diagnose = false
  @Flag(help: "Set the terminal's clock to this machine's if they differ (ZVT 06 91).")
  var setClock = false
  @OptionGroup var output: OutputOptions

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    do throws(Complaint) {
      let sink = try Examination.sink(reader.wire, tell)
      let examination = try await Examination.run(
        reader, currency: currency.currency, journal: journal, at: desk, sink: sink
      ) {
        ($0.lettingItDiagnose, $0.settingItsClock) = (diagnose, setClock)
      }
      return Report(examination, in: output.lang)
    } catch {
      return Report(error)
    }
  }
}

/// One run of the doctor.
struct Examination: Sendable {
  let address: LineAddress
  let findings: [Finding]

  /// The worst of them decides.
  var status: ExitStatus {
    let failed = findings.filter { $0.verdict == .failed }
    if failed.contains(where: { $0.reason == "noPermission" }) { return .noPermission }
    if failed.contains(where: { $0.reason == "noAnswer" }) { return .unreachable }
    // What a terminal that was spoken to says of itself.
    let itsOwn: Set<CheckUp> = [.status, .diagnosis, .clock, .endOfDay]
    if failed.contains(where: { !itsOwn.contains($0.check) }) { return .unreachable }
    return findings.contains { $0.verdict == .failed || $0.verdict == .warning } ? .declined : .approved
  }

  static func run(
    _ options: ReaderOptions, currency: Currency, journal: String?, at desk: Desk,
    sink: TraceSink, _ change: (inout Doctor) -> Void = { _ in }
  ) async throws(Complaint) -> Examination {
    let (wire, address) = (options.wire.values, options.reader.address)
    var doctor = Doctor(address: address, password: wire.password.number, currency: currency)
    doctor.timeScale = wire.timeScale.factor
    change(&doctor)
    if let journal { try await look(into: journal, &doctor, at: desk) }
    return Examination(address: address, findings: await doctor.examine(trace: sink))
  }

  /// Where the wire's traffic goes, as the options want it.
  static func sink(
    _ wire: WireOptions, _ tell: @escaping @Sendable (Happening) -> Void
  ) throws(Complaint) -> TraceSink {
    let isExplained = wire.explain
    let explain: @Sendable (TraceEntry) -> Void = { entry in
      if isExplained, let line = TraceFormatter().line(entry) { tell(.passed(line)) }
    }
    guard let path = wire.trace else { return TraceSink(explain) }
    do throws(TraceError) {
      return try TraceSink(path: path, explain)
    } catch {
      throw Complaint(
        error.code == EACCES ? .noPermission : .journal, "trace",
        "\(path): the trace cannot be written (error \(error.code)). Give --trace another path.")
    }
  }

  /// What of the journal is open with this reader, under whatever spelling of its address.
  private static func look(
    into path: String, _ doctor: inout Doctor, at desk: Desk
  ) async throws(Complaint) {
    var options = JournalOptions()
    options.journal = path
    let journal = try desk.existingJournal(options)
    do {
      let attempts = try await journal.unresolved().map(\.attempt.reader)
      let reversals = try await journal.reversals([.pending, .person]).map(\.reader)
      let names = await spellings(of: doctor.address, among: Set(attempts + reversals))
      doctor.openAttempts = attempts.count(where: names.contains)
      doctor.openReversals = reversals.count(where: names.contains)
      doctor.otherSpellings = names.subtracting([doctor.address.description]).sorted()
    } catch {
      throw Complaint(error, path: path)
    }
  }

  /// Those of `names` that lead to the reader of an address.
  private static func spellings(of address: LineAddress, among names: Set<String>) async -> Set<String> {
    let known = names.compactMap { name in (try? LineAddress.parse(name)).map { (name, $0) } }
    let identities = await Task.detached { LineIdentity.all(of: [address] + known.map(\.1)) }.value
    return Set(zip(known, identities.dropFirst()).filter { $0.1 == identities[0] }.map(\.0.0))
  }
}

extension Report {
  /// A line for each check, the next thing to do below it.
  init(_ examination: Examination, in lang: Language) {
    let findings = examination.findings
    self.init(
      examination.status,
      body: [
        "reader": .text(examination.address.description), "ok": .flag(examination.status == .approved),
        "failed": .number(Int64(findings.count { $0.verdict == .failed })),
        "warnings": .number(Int64(findings.count { $0.verdict == .warning })),
      ],
      text: findings.map { $0.text(in: lang) }.joined(separator: "\n"))
    items = findings.map { $0.json(in: lang) }
    itemsName = "findings"
  }
}

extension Finding {
  func json(in lang: Language) -> JSON {
    [
      "check": .text(check.rawValue), "verdict": .text(verdict.rawValue), "reason": .text(reason),
      "message": .text(message(in: lang.texts).onOneLine), "advice": JSON(advice?(in: lang.texts).onOneLine),
    ]
  }

  func text(in lang: Language) -> String {
    let margin = String(repeating: " ", count: 9)
    let first = verdict.column(in: lang) + name(in: lang) + ": "
    return first + message(in: lang.texts).onOneLine
      + (advice.map { "\n\(margin)-> \($0(in: lang.texts).onOneLine)" } ?? "")
  }

  private func name(in lang: Language) -> String {
    switch check {
    case .address: lang == .english ? "address" : "نشانی"
    case .port: lang == .english ? "port" : "درگاه"
    case .permission: lang == .english ? "permission" : "اجازه"
    case .holder: lang == .english ? "holder" : "دارنده"
    case .settings: lang == .english ? "settings" : "تنظیم خط"
    case .wiring: lang == .english ? "wiring" : "سیم‌کشی"
    case .handshake: lang == .english ? "handshake" : "دست‌دادن"
    case .registration: lang == .english ? "registration" : "معرفی"
    case .status: lang == .english ? "status" : "وضعیت"
    case .lastTransaction: lang == .english ? "last transaction" : "آخرین تراکنش"
    case .diagnosis: lang == .english ? "diagnosis" : "عیب‌یابی"
    case .clock: lang == .english ? "clock" : "ساعت"
    case .pendingReversals: lang == .english ? "pending reversals" : "برگشت‌های ناتمام"
    case .preauthorizations: lang == .english ? "pre-authorizations" : "پیش‌مجوزها"
    case .endOfDay: lang == .english ? "end of day" : "پایان روز"
    }
  }
}

extension Verdict {
  /// The name, as wide as the widest and a blank.
  fileprivate func column(in lang: Language) -> String {
    let name = name(in: lang)
    return name + String(repeating: " ", count: max(1, 9 - name.count))
  }

  fileprivate func name(in lang: Language) -> String {
    guard lang == .persian else { return rawValue }
    return switch self {
    case .ok: "خوب"
    case .warning: "هشدار"
    case .failed: "خراب"
    case .skipped: "بی‌بررسی"
    }
  }
}
