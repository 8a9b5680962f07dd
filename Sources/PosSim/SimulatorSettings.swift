public import PosFirmware
public import PosProtocol

/// How a simulated terminal behaves.
public struct SimulatorSettings: Sendable {
  /// Where the terminal's flash and the acquirer's ledger are kept: a folder that exists.
  public var stateFolder: String
  public var framing = ZVT.Framing.serial
  public var terminal = TerminalSettings()
  public var card = CardHabit.automatic(CardHabit.usual)
  /// From the terminal's wish for a card until it is there.
  public var cardDelay: Duration = .milliseconds(500)
  public var acquirerDelay: Duration = .milliseconds(300)
  public var slowAcquirerDelay: Duration = .seconds(10)
  /// How long the terminal is dark after a power cut.
  public var bootDelay: Duration = .seconds(1)
  /// A power cut ends it for good: it does not start again by itself.
  public var staysOff = false
  /// How far the terminal's clock is ahead of this computer's.
  public var clockOffset = Duration.zero
  /// What is wrong with its line.
  public var lineFault: LineFault?
  /// Multiplies every wait, the protocol's timers included.
  public var timeScale = 1.0

  public init(stateFolder: String) { self.stateFolder = stateFolder }

  /// Who presents a card.
  public enum CardHabit: Hashable, Sendable {
    /// This one, each time one is wanted.
    case automatic(Card)
    /// Whoever presses a key presents this one.
    case onKey(Card)
    /// Nobody, until a script does.
    case never

    /// A card made for tests; no such account exists.
    public static let usual = Card(
      masked: MaskedCardNumber(masking: [6, 0, 3, 7, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6]))
  }

  var turnoverPath: String { stateFolder + "/turnover.jsonl" }
  var ledgerPath: String { stateFolder + "/acquirer.jsonl" }

  var wire: ZVT.TerminalMachine {
    ZVT.TerminalMachine(configuration: ZVT.TerminalConfiguration(framing: framing).scaled(by: timeScale))
  }
}
