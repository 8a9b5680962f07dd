public import PosProtocol
public import PosTransport

/// Finds out why a reader does not work, check by check, and says what to do next.
///
/// It asks for the status and the clock, registers, asks for the last transaction and for open
/// pre-authorizations: commands that move no money and change nothing. It ends within a minute, whatever the
/// other side does or does not do; a diagnosis may take one more.
public struct Doctor: Sendable {
  public let address: LineAddress
  /// Six digits; 0...999_999.
  public var password: UInt32
  /// Named in the registration.
  public var currency: Currency
  /// Every time limit is multiplied by this; less than 1 against a simulator on the same scale.
  public var timeScale = 1.0
  /// Let the terminal try its way to the host (06 70). It may print a slip, and takes as long as it takes.
  public var lettingItDiagnose = false
  /// Set the terminal's clock to this machine's if the two differ (06 91).
  public var settingItsClock = false
  /// How many attempts of the caller's journal with this reader are open; nil: there is no journal to ask.
  public var openAttempts: Int?
  /// How many payments of that journal are still to be undone, by the queue or by a person.
  public var openReversals = 0
  /// Under which other spellings of the address they stand in the journal. Recovery goes by the spelling.
  public var otherSpellings: [String] = []
  /// Where ports are looked for; another root than the machine's is for tests.
  public var root = "/"

  public init(address: LineAddress, password: UInt32 = 0, currency: Currency = .irr) {
    (self.address, self.password, self.currency) = (address, password, currency)
  }

  /// Runs every check; one finding for each, in order.
  ///
  /// - Parameters:
  ///   - trace: gets what goes over the line, card numbers masked.
  ///   - tell: hears each finding when it is made.
  public func examine(
    trace: TraceSink? = nil, tell: @escaping @Sendable (Finding) -> Void = { _ in }
  ) async -> [Finding] {
    var chart = Chart(tell: tell)
    chart.note(.ok(.address, "The address is \(address).", "نشانی \(address) است."))
    await examine(&chart, trace)
    for check in CheckUp.allCases where !chart.has(check) {
      chart.note(
        .skipped(
          check, "Not checked: mend what failed above first.", "بررسی نشد: نخست خطای بالا را برطرف کنید."))
    }
    return chart.findings.sorted { $0.check.order < $1.check.order }
  }

  private func examine(_ chart: inout Chart, _ trace: TraceSink?) async {
    guard let hearing = await listen(&chart, trace) else { return }
    chart.note(DoctorTexts.settings(asked: asked ?? hearing.settings, hearing.settings))
    chart.note(DoctorTexts.wiring(hearing))
    chart.note(DoctorTexts.handshake(hearing))
    guard hearing.symptom.isReader else { return }
    await Interview(doctor: self, trace: trace).hold(&chart)
  }

  /// Opens the port and asks once; notes what keeps it from being opened.
  private func listen(_ chart: inout Chart, _ trace: TraceSink?) async -> LineHearing? {
    do throws(TransportError) {
      let line = try await address.open(on: .next(), connectTimeout: .seconds(5) * timeScale)
      for finding in DoctorTexts.opened(address) { chart.note(finding) }
      let manner = EnquiryManner(
        framing: ZVT.Framing(address), password: password, patience: .seconds(6) * timeScale,
        limit: .seconds(15) * timeScale)
      return await Enquiry.ask(line, manner) { trace?.tracing($0, address) ?? $0 }
    } catch {
      let ports = await Ports.find(root: root)
      for finding in DoctorTexts.notOpened(error, address, ports) { chart.note(finding) }
      return nil
    }
  }

  private var asked: SerialSettings? {
    if case .serial(_, let settings) = address { settings } else { nil }
  }
}

/// The findings so far.
struct Chart {
  private(set) var findings: [Finding] = []
  let tell: @Sendable (Finding) -> Void

  init(tell: @escaping @Sendable (Finding) -> Void) { self.tell = tell }

  mutating func note(_ finding: Finding) {
    findings.append(finding)
    tell(finding)
  }

  func has(_ check: CheckUp) -> Bool { findings.contains { $0.check == check } }
}

extension CheckUp {
  fileprivate var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
