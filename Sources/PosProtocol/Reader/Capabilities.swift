/// What a terminal said of itself when it was registered.
///
/// - Wire: ZVT 06 0F after 06 00; Sadad device info 0006.
public struct Capabilities: Hashable, Sendable {
  public var terminalID: TerminalID?
  public var currency: Currency?
  /// The terminal asks for an initialisation before it can pay (ZVT status byte 01).
  public var needsInitialisation = false
  /// The terminal asks for a diagnosis before it can pay (ZVT status byte 02).
  public var needsDiagnosis = false
  /// It can be asked for its last transaction.
  public var answersLastTransaction = true
  /// What helps against double payments and is in force.
  public var safeguards: Safeguards = []
  /// It can undo a transaction.
  public var canReverse = true

  public init() {}
}

/// Whether a terminal can take a command now.
///
/// - Wire: ZVT terminal status after 05 01 (`ZVT.terminalStatusName`); Sadad: answered or not.
public struct TerminalStatus: Hashable, Sendable {
  /// 0 is ready.
  public let code: UInt16
  public var softwareVersion: WireText?
  /// What its clock shows now; only if it was asked for that, and tells it.
  public var clock: ClockReading?

  public init(code: UInt16, softwareVersion: WireText? = nil, clock: ClockReading? = nil) {
    (self.code, self.softwareVersion, self.clock) = (code, softwareVersion, clock)
  }

  public var isReady: Bool { code == 0 }

  /// It can tell of what was paid: it is ready, or it takes no payment only until its day is closed (ZVT F0).
  public var answersQuestions: Bool { isReady || code == 0xF0 }
}
