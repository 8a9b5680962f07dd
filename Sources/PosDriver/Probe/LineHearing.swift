public import PosProtocol
public import PosTransport

/// All that was learnt from asking a line once for a terminal's status.
public struct LineHearing: Hashable, Sendable {
  /// How the enquiry ended.
  public var end: CommandEnd
  /// How many bytes the system took.
  public var sent = 0
  /// How many bytes came.
  public var received = 0
  /// The first bytes sent and received, at most ``headLimit``. Not for output: strangers may have sent them.
  var sentHead: [UInt8] = [], receivedHead: [UInt8] = []
  /// Frames with a wrong checksum.
  public var damagedFrames = 0
  /// The other side ended the line.
  public var wasClosed = false
  /// What the driver made of the settings; nil where there are none.
  public var settings: SerialSettings?
  /// The control wires; nil where there are none.
  public var wires: ModemLines?
  var framing: ZVT.Framing

  static let headLimit = 64

  init(_ framing: ZVT.Framing, end: CommandEnd = .failed(.noAnswer, nil)) {
    (self.framing, self.end) = (framing, end)
  }

  /// Whether somebody drives the control wires there; nil: there are none to look at.
  var isOtherSideOn: Bool? { wires.map { $0.cts || $0.dsr } }

  /// What it means.
  public var symptom: LineSymptom {
    if isEcho { return .echo }
    switch end {
    case .answered(.status): return .answered
    case .failed(.refused, _), .answered: return .refused
    case .failed: break
    }
    if received == 0 { return wasClosed ? .closed : .silent }
    if hasOtherFraming { return .otherFraming }
    if case .failed(.send(.rejected), _) = end { return .rejected }
    if damagedFrames > 0 { return .damaged }
    if receivedHead.first == 0x06 || framing == .tcp { return wasClosed ? .closed : .halfway }
    if receivedHead.allSatisfy({ $0 == 0x15 }) { return .rejected }
    return isText ? .foreign : .garbled
  }

  /// What the terminal said of itself; nil unless it answered.
  public var status: TerminalStatus? {
    if case .answered(.status(let status)) = end { status } else { nil }
  }

  /// No terminal sends a status enquiry. Our own machine refuses one, which must not count as an answer.
  private var isEcho: Bool { received >= 4 && receivedHead.starts(with: sentHead.prefix(4)) }

  /// The first bytes of any answer: 80 00 and 84 xx are bare, DLE STX is a frame, behind an ACK or a NAK.
  private var hasOtherFraming: Bool {
    let start = Array(receivedHead.prefix(3))
    switch framing {
    case .serial: return start.starts(with: [0x80, 0x00]) || start.first == 0x84
    case .tcp:
      let frame = start.first == 0x06 || start.first == 0x15 ? Array(start.dropFirst()) : start
      return frame.starts(with: [0x10, 0x02]) || start == [0x06] || start == [0x15]
    }
  }

  private var isText: Bool {
    let readable = receivedHead.count { (0x20...0x7E).contains($0) || $0 == 0x0D || $0 == 0x0A }
    return readable * 10 >= receivedHead.count * 9
  }
}
