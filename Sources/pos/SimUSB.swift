import ArgumentParser
import PosSim
import PosTransport

/// How a simulated terminal is to be had over USB.
struct SimUSB: ParsableArguments {
  @Flag(help: "Be a USB device for other computers, over USB/IP; see --usbip-address.")
  var usbip = false

  @Option(
    help: ArgumentHelp(
      "Where --usbip listens. USB/IP knows no password: whoever reaches it has the device.",
      valueName: "HOST:PORT"))
  var usbipAddress = TCPPlace.usbip

  @Flag(help: "Be a USB device of this computer (Linux with vhci-hcd, as root): a real /dev/ttyACM0.")
  var usbipAttach = false

  @Option(
    help: ArgumentHelp(
      "Which device to be: \(SimUSB.names). Several: as many devices, each a terminal of its own.",
      valueName: "NAME"))
  var usbProfile: [ProfileChoice] = []

  @Option(help: ArgumentHelp("Its serial number on USB; once a device.", valueName: "TEXT"))
  var usbSerial: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      What goes wrong: unplug, unplug=SECONDS (and plugged in again), stall, nak, short=BYTES, zero, heal, \
      each with @BYTES, @pay+BYTES or @SECONDSs for when; no-union. 2:FAULT for the second device.
      """, valueName: "FAULT"))
  var usbFault: [FaultChoice] = []

  static let names = USBProfile.all.map(\.name).joined(separator: ", ")

  var isWanted: Bool { usbip || usbipAttach }

  func validate() throws {
    guard !isWanted else {
      guard usbFault.allSatisfy({ $0.device <= profiles.count }) else {
        throw ValidationError("--usb-fault names a device that is not there.")
      }
      return
    }
    guard usbProfile.isEmpty, usbSerial.isEmpty, usbFault.isEmpty else {
      throw ValidationError("--usb-profile, --usb-serial and --usb-fault need --usbip or --usbip-attach.")
    }
  }

  /// What each device is.
  var profiles: [USBProfile] {
    let chosen = usbProfile.isEmpty ? [USBProfile.all[0]] : usbProfile.map(\.profile)
    return chosen.enumerated().map { index, chosen in
      var profile = chosen
      profile.serialNumber = usbSerial.count > index ? usbSerial[index] : "SIM000\(index + 1)"
      profile.hasUnion = !usbFault.contains { $0.device == index + 1 && $0.kind == .noUnion }
      return profile
    }
  }

  /// What goes wrong with a device, counted from 1.
  func faults(of device: Int) -> [USBFaultPlan] {
    usbFault.compactMap { choice in
      guard choice.device == device, case .plan(let plan) = choice.kind else { return nil }
      return plan
    }
  }
}

/// A profile by its name.
struct ProfileChoice: ExpressibleByArgument {
  let profile: USBProfile

  init?(argument: String) {
    guard let profile = USBProfile.named(argument) else { return nil }
    self.profile = profile
  }
}

/// A fault as it is typed: `unplug=2@pay+10`, `2:stall@100`, `nak@1.5s`, `no-union`.
struct FaultChoice: ExpressibleByArgument, Hashable {
  enum Kind: Hashable {
    case plan(USBFaultPlan)
    case noUnion
  }

  /// Counted from 1.
  let device: Int
  let kind: Kind

  init?(argument: String) {
    var text = argument[...]
    var device = 1
    if let colon = text.firstIndex(of: ":") {
      guard let number = Int(text[..<colon]), (1...15).contains(number) else { return nil }
      (device, text) = (number, text[text.index(after: colon)...])
    }
    self.device = device
    if text == "no-union" {
      kind = .noUnion
      return
    }
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard let fault = Self.fault(parts[0]),
      let moment = parts.count == 1 ? .bytes(0) : Self.moment(parts[1])
    else { return nil }
    kind = .plan(USBFaultPlan(fault, moment))
  }

  private static func fault(_ text: Substring) -> USBFault? {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let value = parts.count == 2 ? String(parts[1]) : nil
    switch (parts[0], value) {
    case ("unplug", nil): return .unplug(back: nil)
    case ("unplug", let value?): return Seconds(argument: value).map { .unplug(back: $0.duration) }
    case ("stall", nil): return .stall
    case ("nak", nil): return .endlessNAK
    case ("short", let value?):
      guard let count = Int(value), (1...512).contains(count) else { return nil }
      return .shortPackets(count)
    case ("zero", nil): return .zeroLengthPackets
    case ("heal", nil): return .healed
    default: return nil
    }
  }

  private static func moment(_ text: Substring) -> USBFaultPlan.Moment? {
    if text.hasSuffix("s") { return Seconds(argument: String(text.dropLast())).map { .time($0.duration) } }
    let isOfPayment = text.hasPrefix("pay+")
    guard let count = Int(isOfPayment ? text.dropFirst(4) : text), (0...1_000_000_000).contains(count) else {
      return nil
    }
    return isOfPayment ? .payment(count) : .bytes(count)
  }
}

extension TCPPlace {
  /// The port that hosts look for.
  static let usbip = TCPPlace(host: "127.0.0.1", port: 3240)

  /// Only this computer reaches it.
  var isLoopback: Bool {
    guard case .tcp(let host, _) = place else { return true }
    return host == "localhost" || host == "::1" || host.hasPrefix("127.")
  }
}
