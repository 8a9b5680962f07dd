import Foundation
import PosDriver
import PosProtocol
import PosTransport
import Synchronization

/// A reader that a verb uses, and who is told what it does.
final class OpenReader: Sendable {
  let reader: Reader
  private let listener = Mutex<(@Sendable (Happening) -> Void)?>(nil)
  private let forwarding = Mutex<Task<Void, Never>?>(nil)

  var name: String { reader.name }

  init(_ options: ReaderOptions, currency: Currency) throws(Complaint) {
    let wire = options.wire.values
    var configuration = ReaderConfiguration(password: wire.password.number, currency: currency)
    configuration.printing = .composed
    configuration.timeScale = wire.timeScale.factor
    reader = Reader(
      address: options.reader.address, configuration: configuration, trace: try Self.sink(wire.trace))
    let events = reader.events
    let forwarding = Task { [weak self] in
      for await event in events { self?.say(.reader(event)) }
    }
    self.forwarding.withLock { $0 = forwarding }
  }

  /// From now on `listener` hears what happens.
  func tell(_ listener: @escaping @Sendable (Happening) -> Void) {
    self.listener.withLock { $0 = listener }
  }

  func say(_ happening: Happening) { listener.withLock { $0 }?(happening) }

  func cancelSoon() {
    say(.cancelling)
    Task { await reader.cancel() }
  }

  /// Gives what the reader said last a moment to be told.
  func drain() async { try? await Task.sleep(for: .milliseconds(10)) }

  func close() async {
    await reader.disconnect()
    forwarding.withLock { $0?.cancel() }
  }

  private static func sink(_ path: String?) throws(Complaint) -> TraceSink? {
    guard let path else { return nil }
    do throws(TraceError) {
      return try TraceSink(path: path)
    } catch {
      throw Complaint(
        error.code == EACCES ? .noPermission : .journal, "trace",
        "\(path): the trace cannot be written (error \(error.code)). Give --trace another path.")
    }
  }
}
