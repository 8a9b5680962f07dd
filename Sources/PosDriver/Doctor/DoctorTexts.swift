import PosProtocol
import PosTransport

/// What a doctor says of what it found on the way to an open line.
enum DoctorTexts {
  /// The port opened, which says that it is there, allowed and free.
  static func opened(_ address: LineAddress) -> [Finding] {
    guard case .tcp = address else {
      return [
        .ok(.port, "The port is there.", "درگاه هست."),
        .ok(.permission, "This user may use it.", "این کاربر اجازهٔ استفاده دارد."),
        .ok(.holder, "Nobody else has it open.", "برنامهٔ دیگری آن را باز نکرده است."),
      ]
    }
    return [
      .ok(.port, "The host accepts the connection.", "میزبان اتصال را می‌پذیرد."),
      .skipped(.permission, "A network address needs none.", "نشانی شبکه اجازه نمی‌خواهد."),
      .skipped(.holder, "A network address has no holder.", "نشانی شبکه در انحصار برنامه‌ای نیست."),
    ]
  }

  /// Why it did not open: the checks before that one are well.
  static func notOpened(_ error: TransportError, _ address: LineAddress, _ ports: [PortInfo]) -> [Finding] {
    let (english, persian) = (
      ReaderTexts.explanation(.transport(error), .english),
      ReaderTexts.explanation(.transport(error), .persian)
    )
    let check = check(of: error)
    let message = BilingualText(english.message, persian.message)
    let advice = advice(error, address, ports) ?? BilingualText(english.advice, persian.advice)
    let before = opened(address).prefix { $0.check != check }
    return (check == .address ? [] : Array(before)) + [Finding(check, .failed, word(error), message, advice)]
  }

  private static func check(of error: TransportError) -> CheckUp {
    switch error {
    case .badAddress, .unsupported, .notFound, .refused, .timedOut, .notSerial, .system: .port
    case .noPermission: .permission
    case .inUse: .holder
    case .badSettings: .settings
    }
  }

  private static func word(_ error: TransportError) -> String {
    switch error {
    case .badAddress: "badAddress"
    case .notFound: "notFound"
    case .noPermission: "noPermission"
    case .inUse: "inUse"
    case .refused: "refused"
    case .timedOut: "timedOut"
    case .notSerial: "notSerial"
    case .badSettings: "badSettings"
    case .unsupported: "unsupported"
    case .system: "system"
    }
  }

  /// Where this machine knows more than the error does.
  private static func advice(
    _ error: TransportError, _ address: LineAddress, _ ports: [PortInfo]
  ) -> BilingualText? {
    switch (error, address) {
    case (.noPermission, .serial(let path, _)): permission(path, ports)
    case (.notFound, .serial), (.notFound, .usb): others(ports)
    case (.inUse, _):
      BilingualText(
        "Close that program, or let it do the payment. If it has no name above, try 'sudo pos ports'.",
        "آن برنامه را ببندید یا پرداخت را به آن بسپارید. اگر نامش بالا نیست، «sudo pos ports» شاید بگوید.")
    case (.refused, .tcp):
      BilingualText(
        "Switch the register interface (ZVT, ECR) on in the terminal's menu, and look up its port there, "
          + "often 20007; 'pos probe tcp:HOST' tries the usual ones.",
        "رابط صندوق (ZVT، ECR) را در منوی پایانه روشن کنید و شمارهٔ درگاه را همان‌جا ببینید، معمولا 20007؛ "
          + "«pos probe tcp:HOST» درگاه‌های معمول را می‌آزماید.")
    default: nil
    }
  }

  private static func permission(_ path: String, _ ports: [PortInfo]) -> BilingualText? {
    let port = ports.first { if case .serial(path, _) = $0.address { true } else { false } }
    guard case .noPermission(let owner, let group, let mode) = port?.access else { return nil }
    // Whoever joins root's group gets far more than a port, and a group that may not write gets nothing.
    guard group != "root", mode.dropFirst(3).hasPrefix("rw") else {
      return BilingualText(
        "It belongs to \(owner):\(group) (\(mode)), and no group helps: install the udev rules "
          + "('make install') and plug it in again, or have a group of yours set on it (chgrp, chmod 660).",
        "مالک آن \(owner):\(group) است (\(mode)) و عضویت در گروه کمکی نمی‌کند: قواعد udev را نصب کنید "
          + "(make install) و دوباره وصلش کنید، یا آن را برای گروه خود باز کنید (chgrp و chmod 660).")
    }
    return BilingualText(
      "Run 'sudo usermod -aG \(group) $USER' and log in again, or install the udev rules.",
      "«sudo usermod -aG \(group) $USER» را اجرا کنید و دوباره وارد شوید، یا قواعد udev را نصب کنید.")
  }

  private static func others(_ ports: [PortInfo]) -> BilingualText {
    let names = ports.prefix(4).map(\.address.description)
    guard !names.isEmpty else {
      return BilingualText(
        "This machine has no port at all: check the cable, the adapter and the reader's power.",
        "این رایانه هیچ درگاهی ندارد: کابل، مبدل و برق کارتخوان را بررسی کنید.")
    }
    let list = names.joined(separator: ", ")
    return BilingualText(
      "Ports that are there: \(list). Check the cable, or give one of these.",
      "درگاه‌های موجود: \(list). کابل را بررسی کنید یا یکی از این‌ها را بدهید.")
  }
}
