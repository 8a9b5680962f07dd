import Foundation
import PosDriver
import PosProtocol
import PosTransport
import Synchronization

/// A reader that a verb uses, and who is told what it does.
final class OpenReader: Sendable {
  let reader: StoppableReader
  private let listener = Listener()
  /// Nil where the explained messages say it all.
  private let forwarding: Task<Void, Never>?

  /// Whoever hears what happens now.
  private final class Listener: Sendable {
    private let body = Mutex<(@Sendable (Happening) -> Void)?>(nil)

    func become(_ body: @escaping @Sendable (Happening) -> Void) { self.body.withLock { $0 = body } }
    func tell(_ happening: Happening) { body.withLock { $0 }?(happening) }
  }

  var name: String { reader.name }

  init(at address: ReaderAddress, _ wire: WireOptions, currency: Currency) throws(Complaint) {
    let listener = listener
    let reader = try Self.make(
      at: address, wire, currency: currency, explained: { listener.tell(.passed($0)) })
    self.reader = StoppableReader(reader)
    let events = reader.events
    forwarding =
      wire.explain
      ? nil : Task { for await event in events { listener.tell(.reader(event)) } }
  }

  /// - Parameter explained: gets each message, masked and explained, if that is wanted.
  static func make(
    at address: ReaderAddress, _ wire: WireOptions, currency: Currency,
    explained: @escaping @Sendable (String) -> Void = { Console.note($0) },
    configure: (inout ReaderConfiguration) -> Void = { _ in }
  ) throws(Complaint) -> Reader {
    let wire = wire.values
    var configuration = ReaderConfiguration(password: wire.password.number, currency: currency)
    configuration.printing = .composed
    configuration.timeScale = wire.timeScale.factor
    configuration.safeguards = wire.safeguards
    configure(&configuration)
    let explain: @Sendable (TraceEntry) -> Void = { entry in
      if let line = TraceFormatter().line(entry) { explained(line) }
    }
    return Reader(
      address: address.address, configuration: configuration,
      trace: try sink(wire.trace, wire.traceLimit, wire.explain ? explain : nil))
  }

  /// From now on `listener` hears what happens.
  func tell(_ body: @escaping @Sendable (Happening) -> Void) { listener.become(body) }

  func cancelSoon() {
    listener.tell(.cancelling)
    reader.stop()
    Task { await reader.cancel() }
  }

  /// Gives what the reader said last a moment to be told.
  func drain() async { try? await Task.sleep(for: .milliseconds(10)) }

  func close() async {
    await reader.disconnect()
    forwarding?.cancel()
  }

  static func sink(
    _ path: String?, _ limit: TraceLimit?, _ explain: (@Sendable (TraceEntry) -> Void)?
  ) throws(Complaint) -> TraceSink? {
    guard let path else { return explain.map { TraceSink($0) } }
    do throws(TraceError) {
      return try TraceSink(path: path, limit: limit, explain ?? { _ in })
    } catch {
      throw Complaint(
        error.code == EACCES ? .noPermission : .journal, "trace",
        "\(path): the trace cannot be written (error \(error.code)). Give --trace another path.")
    }
  }
}
