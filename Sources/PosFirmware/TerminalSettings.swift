public import PosProtocol

/// What makes one terminal differ from another. It is fixed while the terminal runs.
public struct TerminalSettings: Hashable, Sendable {
  public var terminalID = TerminalID(12_345_678)
  /// The name of the shop, the first line of every receipt.
  public var merchant = WireText("PARKING FINES OFFICE")
  /// The contract number with the acquirer.
  public var merchantNumber = WireText("000000000012345")
  public var softwareVersion = WireText("pos-firmware 1")
  /// Six digits.
  public var password: UInt32 = 123_456
  /// The answer to a wrong password.
  public var wrongPassword = ResultCode.wrongPassword
  /// What the acquirer settles, the terminal's own first. The register may ask for any of them.
  public var currencies: [Currency] = [.irr, .eur]
  /// How long the terminal waits for a card.
  public var cardWait: Duration = .seconds(60)
  /// How long it waits for the acquirer's answer to an authorization before it gives up and reverses.
  public var hostWait: Duration = .seconds(45)
  /// How long it waits before it asks the acquirer again to reverse.
  public var reversalRetry: Duration = .seconds(5)
  /// Undo an approval that the register did not acknowledge. Off: keep it, as terminals do that are kept in
  /// step by receipt numbers; what the register refuses and what the acquirer left open is undone all the
  /// same.
  public var reversesUnacknowledged = true
  /// What helps against double payments and is announced to a register that can take it.
  public var safeguards: Safeguards = []
  /// Records have the number of their place in the turnover memory (ZVT BMP 88), which some registers cannot
  /// read.
  public var namesTurnoverNumbers = false
  /// How many transactions the turnover memory holds; the oldest make room.
  public var memoryLimit = 500
  /// Pre-authorizations that were begun at the terminal itself and are still to be booked or reversed.
  public var openPreauthorizations: [ReceiptNumber] = []
  /// Not nil: out of service, with this terminal status, until what ends that has been done.
  public var lock: ResultCode?
  /// A day with so many transactions has to be closed before anything else is paid; nil: never.
  public var dayLimit: Int?
  /// So has a day that began on another date.
  public var closesDaily = false
  /// Receipt numbers start anew, at 1, after an end of day.
  public var receiptsStartAnew = false

  public init() {}

  /// Shortens or stretches every wait, for tests and demonstrations.
  public func scaled(by factor: Double) -> TerminalSettings {
    var settings = self
    settings.cardWait = cardWait * factor
    settings.hostWait = hostWait * factor
    settings.reversalRetry = reversalRetry * factor
    return settings
  }
}
