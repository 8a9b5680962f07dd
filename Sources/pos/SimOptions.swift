public import ArgumentParser
import PosFirmware
public import PosProtocol
import PosSim
import PosTransport

/// Where a simulated terminal is to be found.
struct SimPlace: ParsableArguments {
  @Option(help: ArgumentHelp("Listen there; port 0: the system chooses.", valueName: "HOST:PORT"))
  var tcp: TCPPlace?

  @Flag(help: "Be a serial port: a pseudo-terminal.")
  var pty = false

  @Option(help: ArgumentHelp("A stable name for the pseudo-terminal.", valueName: "PATH"))
  var link: String?

  @Option(
    help: ArgumentHelp(
      "Serve this serial device, as serial:PATH or PATH: /dev/ttyGS0 of a USB gadget.", valueName: "PATH"))
  var device: DevicePlace?

  @OptionGroup var usb: SimUSB

  func validate() throws {
    let places = [tcp != nil, pty || link != nil, device != nil, usb.usbip, usb.usbipAttach]
    guard places.count(where: \.self) == 1 else {
      throw ValidationError(
        "Say where: one of --tcp HOST:PORT, --pty or --link PATH, --device PATH, --usbip, --usbip-attach.")
    }
  }

  /// Unless it is on USB.
  var port: TerminalPort.Place { tcp?.place ?? device?.place ?? .pseudoTerminal(link: link) }

  /// How many terminals there are.
  var count: Int { usb.isWanted ? usb.profiles.count : 1 }

  var framing: ZVT.Framing { tcp == nil ? .serial : .tcp }
}

/// A serial device as it is typed.
struct DevicePlace: ExpressibleByArgument {
  let place: TerminalPort.Place

  init?(argument: String) {
    guard case .serial(let path, let settings)? = try? LineAddress.parse(argument) else { return nil }
    place = .serialDevice(path: path, settings: settings)
  }
}

/// Host and port as they are typed: `127.0.0.1:20007`, `[::1]:0`.
struct TCPPlace: ExpressibleByArgument {
  let place: TerminalPort.Place

  init(host: String, port: Int) { place = .tcp(host: host, port: port) }

  init?(argument: String) {
    guard let colon = argument.lastIndex(of: ":"),
      let port = UInt16(argument[argument.index(after: colon)...])
    else { return nil }
    var host = argument[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    guard !host.isEmpty else { return nil }
    self.init(host: String(host), port: Int(port))
  }

  var defaultValueDescription: String {
    guard case .tcp(let host, let port) = place else { return "" }
    return "\(host):\(port)"
  }
}

/// How a simulated terminal behaves.
struct SimHabits: ParsableArguments {
  @Option(
    help: ArgumentHelp("Folder of the terminal's memory and the acquirer's ledger.", valueName: "DIR"))
  var state: String?

  @Option(help: ArgumentHelp("The password a register must give, six digits.", valueName: "DIGITS"))
  var password = Password.usual

  @Option(
    help: ArgumentHelp(
      "Who presents a card: auto, key (a line on standard input), none, or the card's number.",
      valueName: "WHO"))
  var card = CardChoice.auto

  @Flag(help: "Take keys from standard input with any --card.")
  var keys = false

  @Option(help: ArgumentHelp("From the wish for a card until it is there.", valueName: "SECONDS"))
  var cardDelay = Seconds(0.5)

  @Option(help: ArgumentHelp("How long the acquirer takes.", valueName: "SECONDS"))
  var acquirerDelay = Seconds(0.3)

  @Option(help: ArgumentHelp("How long the terminal is dark after a power cut.", valueName: "SECONDS"))
  var bootDelay = Seconds(1)

  @Option(
    help: ArgumentHelp(
      "A currency it takes, IRR or EUR; may be given twice. Default: both.", valueName: "NAME"))
  var currency: [CurrencyName] = []

  @Option(help: ArgumentHelp("Its number at the acquirer, eight digits.", valueName: "DIGITS"))
  var terminalID: TerminalID?

  @Option(help: ArgumentHelp("Multiply every wait, the protocol's too.", valueName: "FACTOR"))
  var timeScale = TimeScale.real

  @Flag(help: "After a power cut, end instead of starting again.")
  var powerOff = false

  @Flag(help: "Keep an approval that the register did not acknowledge, instead of reversing it.")
  var keepUnacknowledged = false

  @Flag(help: "Be out of service: only status and registration are answered.")
  var locked = false

  @Option(
    help: ArgumentHelp(
      "Take no payment after so many transactions, until the day is closed.", valueName: "NUMBER"))
  var dayLimit: Int?

  @Flag(help: "Take none on another date than the day began on, until it is closed.")
  var closeDaily = false

  @Flag(help: "Begin each day with receipt number 1.")
  var receiptsAnew = false

  @Option(
    help: ArgumentHelp(
      "Announce what helps against double payments: receipt-sync, message-numbers, order-numbers; may be given "
        + "more than once.", valueName: "NAME"))
  var safeguard: [SafeguardName] = []

  @Flag(help: "Name the turnover number (BMP 88), which some registers cannot read.")
  var turnoverNumbers = false

  func settings(in folder: String, _ framing: ZVT.Framing) -> SimulatorSettings {
    var settings = SimulatorSettings(stateFolder: folder)
    settings.framing = framing
    settings.terminal.password = password.number
    settings.terminal.reversesUnacknowledged = !keepUnacknowledged
    settings.terminal.lock = locked ? ResultCode(.zvt, 0xDF) : nil
    settings.terminal.safeguards = Safeguards(safeguard.map(\.safeguard))
    settings.terminal.namesTurnoverNumbers = turnoverNumbers
    settings.terminal.dayLimit = dayLimit
    settings.terminal.closesDaily = closeDaily
    settings.terminal.receiptsStartAnew = receiptsAnew
    if !currency.isEmpty { settings.terminal.currencies = currency.map(\.currency) }
    if let terminalID { settings.terminal.terminalID = terminalID }
    settings.card = card.habit
    settings.cardDelay = cardDelay.duration
    settings.acquirerDelay = acquirerDelay.duration
    settings.bootDelay = bootDelay.duration
    settings.timeScale = timeScale.factor
    settings.staysOff = powerOff
    return settings
  }
}

/// Who presents a card.
enum CardChoice: ExpressibleByArgument, Hashable {
  case auto, key, none
  /// Masked as soon as it was read.
  case number(Card)

  init?(argument: String) {
    switch argument {
    case "auto": self = .auto
    case "key": self = .key
    case "none": self = .none
    default:
      guard let card = Card(digits: argument.utf8.map { $0 &- 0x30 }) else { return nil }
      self = .number(card)
    }
  }

  var defaultValueDescription: String { "auto" }

  var habit: SimulatorSettings.CardHabit {
    switch self {
    case .auto: .automatic(SimulatorSettings.CardHabit.usual)
    case .key: .onKey(SimulatorSettings.CardHabit.usual)
    case .none: .never
    case .number(let card): .automatic(card)
    }
  }
}

/// A time in seconds, 0 to an hour.
struct Seconds: ExpressibleByArgument {
  let duration: Duration

  init(_ seconds: Double) { duration = .seconds(seconds) }

  init?(argument: String) {
    guard let seconds = Double(argument), (0...3600).contains(seconds) else { return nil }
    self.init(seconds)
  }

  var defaultValueDescription: String { "\(duration / .seconds(1))" }
}

extension TerminalID: ExpressibleByArgument {
  public init?(argument: String) {
    guard let digits = asciiDigits(argument), digits.count == 8, let number = UInt32(digits) else {
      return nil
    }
    self.init(number)
  }
}
