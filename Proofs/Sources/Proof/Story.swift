import PaymentFlows
import PosFirmware
import PosProtocol

/// A run as people read it: when, who, what.
final class Story {
  private let print: (String) -> Void

  init(_ print: @escaping (String) -> Void) { self.print = print }

  func tell(_ time: Instant, _ line: String) {
    let milliseconds = Int(time.sinceStart / .milliseconds(1))
    let fraction = String(milliseconds % 1000 + 1000).dropFirst()
    let seconds = "\(milliseconds / 1000)"
    let space = String(repeating: " ", count: max(0, 6 - seconds.count))
    print("\(space)\(seconds).\(fraction)  \(line)")
  }

  /// What a piece on the line says.
  static func text(_ bytes: [UInt8], _ framing: ZVT.Framing) -> String {
    if bytes == [0x06] { return "ACK" }
    if bytes == [0x15] { return "NAK" }
    var apdu: [UInt8]? = bytes
    if framing == .serial {
      var (decoder, index) = (ZVT.FrameDecoder(maximumLength: 65_540), 0)
      if case .frame(let inside)? = decoder.feed(bytes, from: &index) { apdu = inside } else { apdu = nil }
    }
    guard let apdu else { return "damaged bytes \(hex(bytes))" }
    var text: [UInt8] = []
    var explainer = ZVT.Explainer()
    explainer.explain(apdu, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }

  static func text(_ panel: Panel) -> String {
    panel.lines.map { String(decoding: $0.bytes, as: UTF8.self) }.joined(separator: " / ")
  }

  static func text(_ turnover: Turnover) -> String {
    let record = turnover.record
    let original = record.originalTrace.map { " of trace \($0.value)" } ?? ""
    return "\(turnover.kind) \(turnover.state)\(original), receipt \(record.receiptNumber?.value ?? 0), "
      + "trace \(turnover.trace.value), \(turnover.amount.minorUnits)"
  }
}

extension AcquirerRequest {
  var text: String {
    switch self {
    case .authorize(let question): "authorize \(question.amount.minorUnits), trace \(question.trace.value)"
    case .settle(let question, _): "settle the day, trace \(question.trace.value)"
    case .reverse(let question, let original):
      "reverse trace \(original.value), trace \(question.trace.value)"
    }
  }
}

extension AcquirerAnswer {
  var text: String {
    switch self {
    case .approved(let amount, _): "approved, \(amount.minorUnits)"
    case .declined(let code): "declined, \(code)"
    case .reversed: "reversed"
    case .settled: "settled"
    }
  }
}

extension Disk.Entry {
  var text: String {
    switch self {
    case .begin(let attempt): "intent of attempt \(attempt.key), noted receipt \(attempt.noted.text)"
    case .add(let step):
      "attempt \(step.key) is \(step.state.rawValue)\(step.reason.map { " (\($0.rawValue))" } ?? "")"
        + (step.word.map { ", a person says: \($0 ? "charged" : "not charged")" } ?? "")
        + (step.finding.map { ", the person's word is \($0.rawValue)" } ?? "")
        + (step.opens.map { ", to be undone: \($0.reason.rawValue)" } ?? "")
    case .open(let opening, let payment): "payment \(payment) is to be undone: \(opening.reason.rawValue)"
    case .update(let undoing, _):
      "undoing payment \(undoing.payment): \(undoing.machine.status.rawValue), \(undoing.tries) tries, "
        + "\(undoing.machine.failures) failed"
    }
  }
}

extension Noted {
  fileprivate var text: String {
    switch self {
    case .unknown: "unknown"
    case .none: "none"
    case .record(let record): "\(record.receiptNumber?.value ?? 0), trace \(record.traceNumber?.value ?? 0)"
    }
  }
}

extension Fault {
  var text: String { "fault at \(point) \(number): \(kind)\(point == .step ? " of \(who)" : "")" }
}

extension Fault.Kind {
  var name: String {
    switch self {
    case .lost: "lost"
    case .doubled: "doubled"
    case .refused: "refused"
    case .damaged: "damaged"
    case .cutShort: "cut short"
    case .hangUp: "hang-up"
    case .late: "late"
    case .syncFails: "sync fails"
    case .counterDies: "register dies"
    case .tillPower: "register's power"
    case .terminalDies: "terminal's power"
    case .answerLost: "answer lost"
    case .declined: "declined"
    case .partly: "partly"
    case .lieOlder: "lie: an older one"
    case .lieNone: "lie: none"
    case .clockJump: "register's clock"
    case .terminalClockJump: "terminal's clock"
    }
  }
}
