import Logging
import PosProtocol

/// What a reader tells of its life: states to a listener, numbers to metrics, lines to a log. Words of the
/// terminal, card numbers and passwords have no way in: what is told are enums and times.
struct ReaderLife: Sendable {
  private(set) var state = ReaderState.disconnected(.notYetConnected)
  /// Why there was no line, the last time that there was none.
  private(set) var reason = DisconnectReason.notYetConnected

  /// Of the last attempt that failed, if none has succeeded since.
  private var toldReason: DisconnectReason?
  private let states: AsyncStream<ReaderState>.Continuation
  private let logger: Logger
  private var metrics: ReaderMetrics

  init(_ name: String, _ configuration: ReaderConfiguration, _ states: AsyncStream<ReaderState>.Continuation)
  {
    var logger = configuration.logger
    logger[metadataKey: "reader"] = "\(name)"
    (self.logger, self.states) = (logger, states)
    metrics = ReaderMetrics(reader: name, factory: configuration.metrics)
    states.yield(state)
  }

  func finish() { states.finish() }

  /// Tells a change; the same state again is none.
  mutating func move(to next: ReaderState) {
    guard next != state else { return }
    state = next
    states.yield(next)
  }

  /// The terminal is registered, after so long without it.
  mutating func connected(after outage: Duration, attempt: Int) {
    toldReason = nil
    metrics.connected(after: outage)
    move(to: .ready)
    logger.info(
      "reader connected", metadata: ["attempt": "\(attempt)", "outage_ms": "\(outage.milliseconds)"])
  }

  /// There is no line any more.
  ///
  /// - Parameter wasReady: the terminal was registered on it.
  mutating func disconnected(_ reason: DisconnectReason, wasReady: Bool) {
    self.reason = reason
    move(to: .disconnected(reason))
    guard wasReady else { return }
    metrics.disconnected(reason)
    log(reason == .closedHere ? .info : .warning, "reader disconnected", reason)
  }

  /// A line could not be had. What goes on failing for one reason is worth one line of a log.
  mutating func attemptFailed(_ reason: DisconnectReason, attempt: Int) {
    let isNew = reason != toldReason
    (self.reason, toldReason) = (reason, reason)
    metrics.attemptFailed(reason)
    log(isNew ? .warning : .debug, "reader not connected", reason, ["attempt": "\(attempt)"])
  }

  mutating func waits(_ time: Duration) {
    move(to: .waiting(time, reason))
    logger.debug(
      "reader waits", metadata: ["reason": "\(reason.word)", "wait_ms": "\(time.milliseconds)"])
  }

  mutating func exchanged(_ command: ReaderCommand, _ end: CommandEnd, in time: Duration) {
    metrics.exchanged(command.word, in: time)
    let isAnswered = if case .answered = end { true } else { false }
    logger.debug(
      "command ended",
      metadata: [
        "command": "\(command.word)", "answered": "\(isAnswered)", "took_ms": "\(time.milliseconds)",
      ])
  }

  mutating func paid(_ outcome: PaymentOutcome, isReversal: Bool) {
    metrics.paid(outcome.word, isReversal: isReversal)
    logger.info(
      isReversal ? "reversal ended" : "payment ended", metadata: ["outcome": "\(outcome.word)"])
  }

  func heard(_ trouble: LineTrouble) {
    switch trouble {
    case .damaged: metrics.frameWasDamaged()
    case .repeated, .resent: metrics.frameWasRepeated()
    case .unexpected: break
    }
    logger.debug("line trouble", metadata: ["trouble": "\(trouble.word)"])
  }

  private func log(
    _ level: Logger.Level, _ text: Logger.Message, _ reason: DisconnectReason, _ more: Logger.Metadata = [:]
  ) {
    var metadata = more
    metadata["reason"] = "\(reason.word)"
    if case .busy(let holder?) = reason { metadata["holder"] = "\(holder)" }
    logger.log(level: level, text, metadata: metadata)
  }
}

extension Duration {
  fileprivate var milliseconds: Int64 { nanoseconds / 1_000_000 }
}

extension ReaderCommand {
  /// For metrics and logs.
  fileprivate var word: String {
    switch self {
    case .register: "register"
    case .logOff: "log_off"
    case .status: "status"
    case .pay: "pay"
    case .lastTransaction: "last_transaction"
    case .reverse: "reverse"
    case .openPreauthorizations: "open_preauthorizations"
    case .diagnose: "diagnose"
    case .setClock: "set_clock"
    case .closeDay: "close_day"
    case .turnover: "turnover"
    }
  }
}

extension PaymentOutcome {
  fileprivate var word: String {
    switch self {
    case .approved: "approved"
    case .declined: "declined"
    case .notSent: "not_sent"
    case .unknown: "unknown"
    }
  }
}

extension LineTrouble {
  fileprivate var word: String {
    switch self {
    case .damaged: "damaged"
    case .repeated: "repeated"
    case .resent: "resent"
    case .unexpected: "unexpected"
    }
  }
}
