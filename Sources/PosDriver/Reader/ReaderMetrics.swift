import Metrics

/// The `pos_reader_…` metrics of one reader, as docs/reader-life.md lists them. Every label's values are a
/// closed set.
struct ReaderMetrics: Sendable {
  private let factory: any MetricsFactory
  private let reader: (String, String)
  private let connects: Counter
  private let damaged: Counter
  private let repeats: Counter
  private let connected: Gauge
  private let outage: Timer
  private var counters: [String: Counter] = [:]
  private var timers: [String: Timer] = [:]

  init(reader name: String, factory chosen: (any MetricsFactory)?) {
    let factory = chosen ?? MetricsSystem.factory
    (self.factory, reader) = (factory, ("reader", name))
    connects = Counter(label: "pos_reader_connects_total", dimensions: [reader], factory: factory)
    damaged = Counter(label: "pos_reader_frames_damaged_total", dimensions: [reader], factory: factory)
    repeats = Counter(label: "pos_reader_repeats_total", dimensions: [reader], factory: factory)
    connected = Gauge(label: "pos_reader_connected", dimensions: [reader], factory: factory)
    outage = Timer(label: "pos_reader_outage_seconds", dimensions: [reader], factory: factory)
  }

  /// Registered after so long without a line.
  func connected(after time: Duration) {
    connects.increment()
    connected.record(1)
    outage.recordNanoseconds(time.nanoseconds)
  }

  mutating func disconnected(_ reason: DisconnectReason) {
    connected.record(0)
    count("pos_reader_disconnects_total", "reason", reason.word)
  }

  mutating func attemptFailed(_ reason: DisconnectReason) {
    count("pos_reader_connect_failures_total", "reason", reason.word)
  }

  mutating func exchanged(_ command: String, in time: Duration) {
    let timer =
      timers[command]
      ?? Timer(
        label: "pos_reader_exchange_seconds", dimensions: [reader, ("command", command)], factory: factory)
    timers[command] = timer
    timer.recordNanoseconds(time.nanoseconds)
  }

  mutating func paid(_ outcome: String, isReversal: Bool) {
    count(isReversal ? "pos_reader_reversals_total" : "pos_reader_payments_total", "outcome", outcome)
  }

  func frameWasDamaged() { damaged.increment() }

  func frameWasRepeated() { repeats.increment() }

  private mutating func count(_ label: String, _ dimension: String, _ value: String) {
    let key = "\(label) \(value)"
    let counter =
      counters[key] ?? Counter(label: label, dimensions: [reader, (dimension, value)], factory: factory)
    counters[key] = counter
    counter.increment()
  }
}

extension Duration {
  /// Whole nanoseconds; what does not fit is the most that does.
  var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, isOver) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, isMore) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
    return isOver || isMore ? .max : sum
  }
}
