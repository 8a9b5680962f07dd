import ArgumentParser
import PosDriver
import PosProtocol
import PosTransport

/// `pos probe`: where a reader answers, and how it wants to be spoken to.
struct ProbeVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Find the address, baud and framing that a reader answers on.",
    discussion: """
      Asks for the terminal's status (ZVT 05 01) and nothing else: never a payment, never a registration. Without an \
      address it tries all serial ports of this machine and its readers on USB that have none; tcp:HOST tries the \
      usual ports of that host, and no other host is ever tried. Exit status: 0 a reader answers, 69 none does, 77 \
      no permission for any port.
      """)
  static let shares: SharedOptions = []

  @Argument(
    help: ArgumentHelp(
      "serial:PATH, usb:VID:PID, tcp:HOST or tcp:HOST:PORT; none: all ports.", valueName: "ADDRESS"),
    transform: { text in
      do throws(TransportError) {
        return try ProbeTarget.parse(text)
      } catch {
        throw ValidationError(error.text)
      }
    })
  var targets: [ProbeTarget] = []

  @Option(help: ArgumentHelp("How long a silent line is listened to.", valueName: "SECONDS"))
  var patience = Seconds(1.5)
  @Option(help: ArgumentHelp("Begin nothing new after this.", valueName: "SECONDS"))
  var limit = Seconds(120)
  @Option(help: ArgumentHelp("Another root than the machine's.", valueName: "FOLDER", visibility: .hidden))
  var root = "/"
  @OptionGroup var output: OutputOptions

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    var probe = Probe()
    (probe.patience, probe.limit) = (patience.duration, limit.duration)
    let all = targets.isEmpty ? await Self.allPorts(root) : targets
    let lang = output.lang
    let tries = await probe.run(all) { tell(.passed($0.text(in: lang))) }
    let found = tries.filter(\.isReader)
    let isForbidden = tries.contains { if case .noPermission? = $0.trouble { true } else { false } }
    let status: ExitStatus = found.isEmpty ? (isForbidden ? .noPermission : .unreachable) : .approved
    var report = Report(
      status,
      body: ["found": .number(Int64(found.count)), "tried": .number(Int64(tries.count))],
      text: found.isEmpty
        ? Self.nothing(tries, lang) : found.map { $0.text(in: lang) }.joined(separator: "\n"))
    report.items = tries.map(\.json)
    report.itemsName = "tries"
    return report
  }

  private static func allPorts(_ root: String) async -> [ProbeTarget] {
    await Task.detached { ProbeTarget.allPorts(root: root) }.value
  }

  private static func nothing(_ tries: [ProbeTry], _ lang: Language) -> String {
    if tries.contains(where: { $0.hearing?.symptom == .garbled }) {
      return lang == .english
        ? "Something answers, at none of these settings. Read baud and parity in its menu: ?baud=N&parity=even."
        : "چیزی پاسخ می‌دهد ولی با هیچ‌یک از این تنظیم‌ها نه. "
          + "سرعت و توازن را در منوی آن ببینید: ?baud=N&parity=even."
    }
    return lang == .english
      ? "No reader answers. Check power and cable, then 'pos doctor --reader ADDRESS'."
      : "هیچ کارتخوانی پاسخ نمی‌دهد. برق و کابل را بررسی کنید، سپس «pos doctor --reader ADDRESS»."
  }
}

extension ProbeTry {
  private var isSerial: Bool { framing == .serial }

  /// The line's settings, the framing, and what was heard.
  fileprivate func text(in lang: Language) -> String {
    var heard: String
    if let trouble {
      heard = ReaderTexts.explanation(.transport(trouble), lang.texts).message
    } else {
      heard = hearing?.symptom.name(in: lang) ?? ""
    }
    if let version = hearing?.status?.softwareVersion?.shown { heard += " (\(version))" }
    return "\(address) [\(isSerial ? "serial frames" : "bare messages")]: \(heard)"
  }

  fileprivate var json: JSON {
    [
      "address": .text(address.description), "framing": .text(isSerial ? "serial" : "tcp"),
      "reader": .flag(isReader), "heard": JSON(hearing?.symptom.rawValue),
      "received": JSON(hearing?.received), "status": JSON(hearing?.status?.code),
      "softwareVersion": JSON(hearing?.status?.softwareVersion?.shown),
      "error": JSON(trouble?.text),
    ]
  }
}

extension LineSymptom {
  fileprivate func name(in lang: Language) -> String {
    let isEnglish = lang == .english
    return switch self {
    case .answered: isEnglish ? "a reader answers" : "کارتخوان پاسخ می‌دهد"
    case .refused: isEnglish ? "a reader answers and refuses" : "کارتخوان پاسخ می‌دهد و نمی‌پذیرد"
    case .silent: isEnglish ? "silence" : "سکوت"
    case .echo: isEnglish ? "an echo" : "بازتاب"
    case .rejected: isEnglish ? "refusals (NAK)" : "رد (NAK)"
    case .damaged: isEnglish ? "frames with wrong checksums" : "قاب با جمع کنترلی نادرست"
    case .garbled: isEnglish ? "bytes that are no frames" : "بایت بی‌قاب"
    case .foreign: isEnglish ? "plain text" : "متن ساده"
    case .otherFraming: isEnglish ? "the other framing" : "قاب‌بندی دیگر"
    case .halfway: isEnglish ? "an answer without an end" : "پاسخ ناتمام"
    case .closed: isEnglish ? "the connection was closed" : "ارتباط بسته شد"
    }
  }
}
