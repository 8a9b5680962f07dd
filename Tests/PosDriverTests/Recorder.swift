import Logging
import Metrics
import Synchronization

/// Everything a reader tells to logs and metrics, as text.
final class Recorder: MetricsFactory {
  private let all = Mutex<[String]>([])

  var lines: [String] { all.withLock { $0 } }

  func add(_ line: String) { all.withLock { $0.append(line) } }

  /// Hears everything, whatever its level.
  var logger: Logger { Logger(label: "test") { _ in Pen(recorder: self) } }

  /// `label{name=value,…}`.
  private static func key(_ label: String, _ dimensions: [(String, String)]) -> String {
    "\(label){\(dimensions.map { "\($0.0)=\($0.1)" }.joined(separator: ","))}"
  }

  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    Instrument(self, Self.key(label, dimensions))
  }

  func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    NOOPMetricsHandler.instance
  }

  func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    Instrument(self, Self.key(label, dimensions))
  }

  func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    Instrument(self, Self.key(label, dimensions))
  }

  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    Instrument(self, Self.key(label, dimensions))
  }

  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
  func destroyMeter(_ handler: any MeterHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
  func destroyTimer(_ handler: any TimerHandler) {}

  private final class Instrument: CounterHandler, RecorderHandler, TimerHandler, MeterHandler {
    let recorder: Recorder
    let key: String

    init(_ recorder: Recorder, _ key: String) { (self.recorder, self.key) = (recorder, key) }

    func increment(by amount: Int64) { recorder.add("\(key) +\(amount)") }
    func reset() {}
    func record(_ value: Int64) { recorder.add("\(key) \(value)") }
    func record(_ value: Double) { recorder.add("\(key) \(value)") }
    func set(_ value: Int64) { recorder.add("\(key) \(value)") }
    func set(_ value: Double) { recorder.add("\(key) \(value)") }
    func increment(by amount: Double) {}
    func decrement(by amount: Double) {}
    func recordNanoseconds(_ duration: Int64) { recorder.add("\(key) timed") }
  }

  private struct Pen: LogHandler {
    let recorder: Recorder
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
      let text = all.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
      recorder.add("\(event.level) \(event.message) \(text)")
    }
  }
}
