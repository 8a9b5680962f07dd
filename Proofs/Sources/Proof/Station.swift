import PosFirmware
import PosProtocol

/// A card terminal with what belongs to it: power, flash, card slot, clock, and the line to whoever holds it.
final class Station {
  let index: Int
  let settings: TerminalSettings
  let configuration: ZVT.TerminalConfiguration
  var isOn = false
  /// Means something while the power is on.
  var terminal: Terminal<LyingWire>
  let tongue = Tongue()
  var deadline: Instant?
  /// Counts power cuts, so that nothing of an earlier life reaches this one.
  var life = 0
  /// What survives a power cut.
  var flash: [Turnover] = []
  /// Which visit's command each transaction is for; -1: none of ours.
  var keys: [UInt64: Int] = [:]
  /// The visit whose command the terminal obeys.
  var served = -1
  var clockOffset = 0
  /// The second that the terminal's clock last showed.
  var shownSecond = -1

  // The line.
  /// The register that holds it.
  var holder: Int?
  /// Counts openings: what was written on an earlier TCP connection reaches nobody.
  var opening = 0
  /// TCP: the terminal's end is open.
  var isConnected = false
  /// Pieces arrive in the order in which they were written.
  var lastToTerminal = Instant(sinceStart: .zero)
  var lastToRegister = Instant(sinceStart: .zero)
  /// A silent cable is out of its socket until then.
  var unpluggedUntil = Instant(sinceStart: .zero)

  init(_ index: Int, _ plan: Plan) {
    self.index = index
    var settings = TerminalSettings()
    settings.terminalID = TerminalID(UInt32(10_000_000 + index))
    settings.reversesUnacknowledged = !plan.keepsUnacknowledged
    settings.safeguards = plan.safeguards
    settings.receiptsStartAnew = plan.receiptsStartAnew
    self.settings = settings
    configuration = ZVT.TerminalConfiguration(framing: plan.framing)
    terminal = Terminal(wire: LyingWire(configuration, tongue), settings: settings)
    flash = Self.stock(plan.stock, settings)
    for turnover in flash { keys[turnover.sequence] = -1 }
  }

  private static func stock(_ stock: Plan.Stock, _ settings: TerminalSettings) -> [Turnover] {
    switch stock {
    case .nothing: []
    case .one: [earlier(sequence: 41, receipt: 41, trace: 641, settings)]
    case .nearWrap: [earlier(sequence: 9_998, receipt: 9_998, trace: 999_998, settings)]
    }
  }

  /// A payment of yesterday.
  private static func earlier(
    sequence: UInt64, receipt: UInt32, trace: UInt32, _ settings: TerminalSettings
  ) -> Turnover {
    var record = TransactionRecord()
    (record.result, record.isApproval) = (.approved, true)
    (record.amount, record.currency) = (Amount(minorUnits: 1_500_000), .irr)
    (record.receiptNumber, record.traceNumber) = (ReceiptNumber(receipt), TraceNumber(trace))
    record.clock = ClockReading(month: 11, day: 26, hour: 9, minute: 30, second: 5)
    record.terminalID = settings.terminalID
    record.card = World.card.number
    return Turnover(
      sequence: sequence, kind: .payment, state: .committed, record: record, trace: record.traceNumber!,
      amount: record.amount!, currency: .irr)
  }

  /// The number of the newest transaction that is safely stored.
  var newestSequence: UInt64 { flash.last?.sequence ?? 0 }
}
