public import Logging
public import Metrics
public import PosProtocol
import PosTransport

/// How a reader is spoken to.
public struct ReaderConfiguration: Sendable {
  /// Who makes the receipt of a payment.
  public enum Printing: Sendable {
    /// The terminal sends ready lines, as events.
    case lines
    /// The register composes it from the record.
    case composed
  }

  /// Six digits, 0...999_999, as the terminal was set up.
  public var password: UInt32
  /// Named in the registration.
  public var currency: Currency
  public var printing = Printing.lines
  /// What helps against double payments is used where a terminal announces it; these also where it does not.
  /// What is in force, `Reader.capabilities` says.
  public var safeguards: Safeguards = []
  /// For TCP, name look-up included.
  public var connectTimeout = Duration.seconds(5)
  /// Every protocol timer is multiplied by this. 1 for a real terminal; less against a simulator on the same
  /// scale.
  public var timeScale = 1.0
  /// How many events are kept for a listener that is slow; the oldest are dropped.
  public var eventLimit = 256
  /// How many changes of state are kept for a listener that is slow; the oldest are dropped.
  public var stateLimit = 64
  /// When a line is opened again, and when it is asked whether it lives.
  public var reconnect = ReconnectPolicy()
  /// Hears of the reader's life: no card number, no password, no text of the terminal. Silent unless set.
  public var logger = Logger(label: "pos.reader") { _ in SwiftLogNoOpLogHandler() }
  /// Makes the `pos_reader_…` metrics; nil: what the process has bootstrapped, which is nothing by default.
  public var metrics: (any MetricsFactory)?

  public init(password: UInt32 = 0, currency: Currency = .irr) {
    (self.password, self.currency) = (password, currency)
  }

  /// The register's machine for a line: the one place where an address chooses a protocol.
  func machine(for address: LineAddress) -> any RegisterSide { machine(ZVT.Framing(address)) }

  /// The same for a line of which is known what it carries.
  package func machine(_ framing: ZVT.Framing) -> any RegisterSide {
    var register = ZVT.RegisterConfiguration(framing: framing, password: password, currency: currency)
    register.config =
      switch printing {
      case .lines: ZVT.RegisterConfiguration.lines
      case .composed: ZVT.RegisterConfiguration.composing
      }
    register.safeguards = safeguards
    return ZVT.RegisterMachine(configuration: timeScale == 1 ? register : register.scaled(by: timeScale))
  }
}
