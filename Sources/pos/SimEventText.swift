import PosDriver
import PosProtocol
import PosSim

extension SimulatorEvent {
  /// What a person sees of it; nil: nothing.
  var text: String? {
    switch self {
    case .poweredOn(let transactions): "power on, \(transactions) transactions in memory"
    case .powerCut: "power cut"
    case .registerCame: "register connected"
    case .registerLeft: "register gone"
    case .panel(let lines): "display  [\(lines.joined(separator: " | "))]"
    case .wantsCard: nil
    case .receipt(let lines): lines.map { "printer  \($0.text.shown)" }.joined(separator: "\n")
    case .noise(let trouble): "line     \(trouble)"
    case .scenario(let magic): "scenario \(magic)"
    case .usb(let device, let event): "usb \(device)    \(event.text)"
    case .failed(let error): "pos: \(error.text)"
    }
  }

  /// The simulator ends with this.
  func ending(staysOff: Bool) -> ExitStatus? {
    switch self {
    case .failed: .output
    case .powerCut: staysOff ? .approved : nil
    case .poweredOn, .registerCame, .registerLeft, .panel, .wantsCard, .receipt, .noise, .scenario, .usb: nil
    }
  }
}

extension USBEvent {
  fileprivate var text: String {
    switch self {
    case .pluggedIn: "plugged in"
    case .unplugged: "unplugged"
    case .taken: "taken by a host"
    case .released: "released by the host"
    case .deviceFile(let path): "is \(path)"
    case .configured(let value): "configuration \(value)"
    case .lineCoding(let port, let coding): "port \(port): line \(coding.text)"
    case .controlLines(let port, let dtr, let rts):
      "port \(port): DTR \(Self.word(dtr)), RTS \(Self.word(rts))"
    case .sendBreak(let port, let milliseconds): "port \(port): break \(milliseconds) ms"
    case .fault(let fault): "fault \(fault.text)"
    case .badHost(let error): "hung up on a host: \(error.text)"
    case .notAttached(let error): "not attached: \(error.text)"
    }
  }

  private static func word(_ isOn: Bool) -> String { isOn ? "on" : "off" }
}

extension USBFault {
  fileprivate var text: String {
    switch self {
    case .unplug(nil): "unplug"
    case .unplug(let back?): "unplug, back after \(back)"
    case .stall: "stall"
    case .endlessNAK: "endless NAK"
    case .shortPackets(let count): "packets of \(count) bytes"
    case .zeroLengthPackets: "packets without bytes"
    case .healed: "over"
    }
  }
}
