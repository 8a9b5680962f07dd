import PosProtocol
import PosTransport

/// What a doctor says of a line that was asked.
extension DoctorTexts {
  /// - Parameters:
  ///   - asked: nil for a line without settings.
  ///   - actual: what the driver tells; nil if it does not.
  static func settings(asked: SerialSettings?, _ actual: SerialSettings?) -> Finding {
    guard let asked else {
      return .skipped(.settings, "This line has no baud or stop bits.", "این خط سرعت و بیت توقف ندارد.")
    }
    guard let actual else {
      return .skipped(.settings, "The driver does not tell its settings.", "راه‌انداز تنظیم‌هایش را نمی‌گوید.")
    }
    let (text, wanted) = (actual.shorthand, asked.shorthand)
    guard text != wanted else {
      return .ok(.settings, "The driver took \(text).", "راه‌انداز \(text) را پذیرفت.")
    }
    return Finding(
      .settings, .warning, "differs",
      BilingualText(
        "\(wanted) was asked for, the driver made it \(text).",
        "\(wanted) خواسته شد، راه‌انداز \(text) تنظیم کرد."),
      BilingualText(
        "Harmless for a simulator's pseudo-terminal; else give settings that this port can do.",
        "برای شبه‌پایانهٔ شبیه‌ساز بی‌اهمیت است؛ وگرنه تنظیمی بدهید که این درگاه می‌تواند."))
  }

  static func wiring(_ hearing: LineHearing) -> Finding {
    if let row = Self.symptoms[hearing.symptom] {
      return Finding(
        .wiring, .failed, hearing.symptom.rawValue, row.message(hearing), row.advice(hearing))
    }
    if hearing.isOtherSideOn == false {
      return .ok(
        .wiring, "Bytes go both ways (CTS and DSR are low, as with a three-wire cable).",
        "بایت‌ها در هر دو سو می‌روند (CTS و DSR پایین‌اند، مانند کابل سه‌سیمه).")
    }
    return .ok(.wiring, "Bytes go both ways.", "بایت‌ها در هر دو سو می‌روند.")
  }

  static func handshake(_ hearing: LineHearing) -> Finding {
    switch hearing.symptom {
    case .answered:
      let version = hearing.status?.softwareVersion.map { " (\($0.shown))" } ?? ""
      return .ok(.handshake, "A reader answers\(version).", "کارتخوان پاسخ می‌دهد\(version).")
    case .refused:
      return Finding(
        .handshake, .warning, "refused",
        BilingualText(
          "A reader answers, and refuses to tell its status.", "کارتخوان پاسخ می‌دهد و وضعیتش را نمی‌گوید."),
        BilingualText("Check the password.", "گذرواژه را بررسی کنید."))
    case .halfway:
      return Finding(
        .handshake, .failed, "halfway",
        BilingualText(
          "A reader began to answer and fell silent.", "کارتخوان پاسخ را آغاز کرد و خاموش ماند."),
        BilingualText(
          "Look at its display: it may be busy or in a menu. Then switch it off and on.",
          "به نمایشگرش نگاه کنید: شاید مشغول یا در منو باشد. سپس آن را خاموش و روشن کنید."))
    case .closed:
      return Finding(
        .handshake, .failed, "closed",
        BilingualText("The other side ended the connection.", "طرف دیگر ارتباط را قطع کرد."),
        BilingualText(
          "Another register may be connected, or the reader was switched off. Try again in a minute.",
          "شاید صندوق دیگری وصل است یا کارتخوان خاموش شد. یک دقیقهٔ دیگر دوباره امتحان کنید."))
    case .silent, .echo, .rejected, .damaged, .garbled, .foreign, .otherFraming:
      return .skipped(.handshake, "No reader was heard.", "کارتخوانی شنیده نشد.")
    }
  }
}

extension SerialSettings {
  /// As people write it: `9600 8N2`.
  var shorthand: String {
    let letter =
      switch parity {
      case .none: "N"
      case .even: "E"
      case .odd: "O"
      }
    return "\(baud) 8\(letter)\(stopBits)"
  }
}
