import PosTransport

/// Ports for people: a line that says what it is, and one for each thing that stands in its way.
struct PortText {
  let lang: Language

  func block(_ port: PortInfo) -> String {
    let notes = [
      port.knownAs.map { say("known as: \($0)", "شناخته‌شده با نام \($0)") },
      port.stableAddress.map {
        say("wherever it is plugged in: \($0)", "به هر درگاهی وصل شود: \($0)")
      },
      mode(port), access(port), holder(port),
    ]
    return ([headline(port)] + notes.compactMap(\.self).map { "    \($0)" }).joined(separator: "\n")
  }

  /// Nothing was found, and where it was looked for.
  var none: String {
    let places = PortList.places.joined(separator: ", ")
    return say(
      """
      No port was found. Looked at: \(places).
      Check the cable and the power. In a container, the device must be given to it (--device).
      A simulator started with --link PATH is at serial:PATH, a reader on the network at tcp:HOST:PORT.
      """,
      """
      هیچ درگاهی پیدا نشد. این جاها بررسی شد: \(places).
      کابل و برق را بررسی کنید. درون کانتینر باید دستگاه را به آن بدهید (--device).
      شبیه‌سازی که با --link PATH اجرا شده با serial:PATH و کارتخوان شبکه با tcp:HOST:PORT در دسترس است.
      """)
  }

  static func hexadecimal(_ number: UInt16) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }

  private func say(_ english: String, _ persian: String) -> String { lang == .english ? english : persian }

  /// The first line of it: address, name, identity.
  func headline(_ port: PortInfo) -> String {
    let name = [port.make, port.product].compactMap(\.self).joined(separator: " ")
    let usb = port.usb.map { usb in
      let ids = "\(Self.hexadecimal(usb.vendorID)):\(Self.hexadecimal(usb.productID))"
      return usb.interface.map { "\(ids) \(say("interface", "واسط")) \($0)" } ?? ids
    }
    let facts = [
      name.isEmpty ? kind(port.kind) : name, usb,
      port.serialNumber.map { "\(say("serial number", "شمارهٔ سریال")) \($0)" },
      port.driver.map { "\(say("driver", "راه‌انداز")) \($0)" },
    ]
    return "\(port.address)  " + facts.compactMap(\.self).joined(separator: say(", ", "، "))
  }

  private func kind(_ kind: PortKind) -> String {
    switch kind {
    case .builtIn: say("serial port of this machine", "درگاه سریال این دستگاه")
    case .usb: say("serial port on USB", "درگاه سریال روی USB")
    case .simulator: say("simulated reader", "کارتخوان شبیه‌سازی‌شده")
    case .usbUnclaimed, .usbHID, .usbNetwork, .usbVendor: say("reader on USB", "کارتخوان روی USB")
    }
  }

  /// What it means that a reader on USB has no serial port.
  private func mode(_ port: PortInfo) -> String? {
    switch port.kind {
    case .builtIn, .usb, .simulator: nil
    case .usbUnclaimed:
      say(
        "no serial port: no driver has taken it. 'modprobe cdc_acm', or use this usb: address (needs a build "
          + "with USB).",
        "درگاه سریال ندارد: هیچ راه‌اندازی آن را نگرفته است. «modprobe cdc_acm» را اجرا کنید یا همین نشانی usb: "
          + "را به کار ببرید (نسخهٔ با پشتیبانی USB).")
    case .usbHID:
      say(
        "no serial port: it is in HID (keyboard) mode. Switch it to serial (CDC, virtual COM) mode in its menu.",
        "درگاه سریال ندارد: در حالت HID (صفحه‌کلید) است. در فهرست تنظیماتش حالت سریال (CDC یا COM مجازی) را "
          + "برگزینید.")
    case .usbNetwork:
      say(
        "no serial port: it is a network card (RNDIS, Ethernet over USB). Reach it by tcp:HOST:PORT, or switch "
          + "it to serial mode in its menu.",
        "درگاه سریال ندارد: خود را کارت شبکه (RNDIS) معرفی می‌کند. با tcp:HOST:PORT به آن وصل شوید یا در "
          + "تنظیماتش حالت سریال را برگزینید.")
    case .usbVendor:
      say(
        "no serial port: it speaks its vendor's own USB protocol. It needs the vendor's driver, or serial mode.",
        "درگاه سریال ندارد: پروتکل USB ویژهٔ سازنده را دارد. راه‌انداز سازنده یا حالت سریال لازم است.")
    }
  }

  private func access(_ port: PortInfo) -> String? {
    switch port.access {
    case .ok: nil
    case .noPermission(let owner, let group, let mode):
      say("no permission: ", "اجازه ندارید: ")
        + say("it belongs to \(owner):\(group) (\(mode)). ", "مالک آن \(owner):\(group) است (\(mode)). ")
        + remedy(port.kind, owner, group, mode)
    case .noFile:
      say(
        "no device file: the kernel has it, and /dev has not. In a container, give it the device (--device).",
        "فایل دستگاه نیست: هسته آن را می‌شناسد ولی در /dev نیست. درون کانتینر، دستگاه را به آن بدهید "
          + "(--device).")
    }
  }

  /// A group that may write is joined; where there is none, a rule of udev makes one.
  private func remedy(_ kind: PortKind, _ owner: String, _ group: String, _ mode: String) -> String {
    if mode.dropFirst(3).hasPrefix("rw"), group != "root" {
      return say(
        "Join the group with 'sudo usermod -aG \(group) $USER', then log out and in.",
        "با «sudo usermod -aG \(group) $USER» عضو گروه شوید، سپس خارج و دوباره وارد شوید.")
    }
    switch kind {
    case .simulator:
      return say("Start the simulator as this user.", "شبیه‌ساز را با همین کاربر اجرا کنید.")
    case .builtIn:
      return say(
        "Let \(owner) open it to a group of yours (chgrp, chmod 660), or by a rule of udev.",
        "از \(owner) بخواهید آن را برای گروه شما باز کند (chgrp و chmod 660) یا قاعده‌ای در udev بگذارد.")
    case .usb, .usbUnclaimed, .usbHID, .usbNetwork, .usbVendor:
      return say(
        "Install our udev rules ('make install'), which give it to the group dialout, and plug it in again.",
        "قواعد udev ما را نصب کنید (make install) تا گروهش dialout شود و دوباره وصلش کنید.")
    }
  }

  private func holder(_ port: PortInfo) -> String? {
    port.holder.map {
      say("held by process \($0): one program at a time.", "در دست فرایند \($0): هر بار تنها یک برنامه.")
    }
  }
}
