public import ArgumentParser
import PosFirmware
import PosProtocol
public import PosSim

/// What is wrong with a simulated terminal, for practice with 'pos doctor'.
struct SimSickness: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Be locked with this terminal status, as F0: end of day due, 51, 62: wrong date, 9C: wait.",
      valueName: "HEX"))
  var status: TerminalCode?

  // What begins with a minus is no option here.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Have a clock that is wrong by this, as +1h or -20m.", valueName: "OFFSET"))
  var clock: ClockOffset?

  @Option(
    name: .customLong("open-preauthorization"),
    help: ArgumentHelp(
      "Have a pre-authorization with this receipt number that nobody has booked; may be repeated.",
      valueName: "RECEIPT"))
  var openPreauthorizations: [ReceiptName] = []

  @Option(
    help: ArgumentHelp(
      "Have a bad line: silent, wrong-baud, refusing, noise, echo, text or dying.", valueName: "FAULT"))
  var fault: LineFault?

  func applied(to settings: SimulatorSettings) -> SimulatorSettings {
    var settings = settings
    if let status { settings.terminal.lock = status.code }
    settings.terminal.openPreauthorizations = openPreauthorizations.map(\.number)
    settings.clockOffset = clock?.duration ?? .zero
    settings.lineFault = fault
    return settings
  }
}

extension LineFault: ExpressibleByArgument {}

/// A receipt number as ZVT has it, 1 to 9999.
struct ReceiptName: ExpressibleByArgument {
  let number: ReceiptNumber

  init?(argument: String) {
    guard let value = asciiDigits(argument).flatMap({ UInt32($0) }), (1...9999).contains(value),
      let number = ReceiptNumber(value)
    else { return nil }
    self.number = number
  }
}

/// A terminal status as two hexadecimal digits.
struct TerminalCode: ExpressibleByArgument {
  /// Nil: ready.
  let code: ResultCode?

  init?(argument: String) {
    guard argument.count == 2, let number = UInt8(argument, radix: 16) else { return nil }
    code = number == 0 ? nil : ResultCode(.zvt, UInt16(number))
  }
}

/// A sign, a number, and s, m, h or d.
struct ClockOffset: ExpressibleByArgument {
  let duration: Duration

  init?(argument: String) {
    guard let sign = argument.first, sign == "+" || sign == "-", let unit = argument.last,
      let seconds = ["s": 1, "m": 60, "h": 3600, "d": 86_400][unit],
      let number = asciiDigits(String(argument.dropFirst().dropLast())).flatMap({ Int($0) }),
      number <= 10_000
    else { return nil }
    duration = .seconds((sign == "-" ? -1 : 1) * number * seconds)
  }
}
