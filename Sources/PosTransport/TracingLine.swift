/// Who watches the bytes of a line go by. Called on the line's loop, with the loop's time.
public protocol LineObserver: AnyObject, Sendable {
  /// The system has taken these bytes.
  func lineSent(_ bytes: [UInt8], at time: Duration)
  func lineReceived(_ bytes: [UInt8], at time: Duration)
  func lineClosed(_ reason: LineClosure, at time: Duration)
}

/// A line around a line that shows an observer what passes, and changes nothing.
public final class TracingLine: PausableLine {
  public var loop: LineLoop { line.loop }
  public var control: (any LineControl)? { line.control }
  private let line: any Line
  private let observer: any LineObserver

  /// Wraps `line`, which must not have been started.
  public init(_ line: any Line, observer: any LineObserver) { (self.line, self.observer) = (line, observer) }

  public func start(_ client: any LineClient) {
    line.start(Tap(client: client, observer: observer, loop: loop))
  }

  public func write(_ bytes: [UInt8]) -> Bool {
    let time = loop.now
    guard line.write(bytes) else { return false }
    observer.lineSent(bytes, at: time)
    return true
  }

  public func dropInput() { line.dropInput() }

  public func close() { line.close() }

  var backlog: Int { (line as? any PausableLine)?.backlog ?? 0 }

  func setReading(_ isOn: Bool) { (line as? any PausableLine)?.setReading(isOn) }
}

/// Stands between a line and its client.
private final class Tap: LineClient {
  let client: any LineClient
  let observer: any LineObserver
  let loop: LineLoop

  init(client: any LineClient, observer: any LineObserver, loop: LineLoop) {
    (self.client, self.observer, self.loop) = (client, observer, loop)
  }

  func lineReceived(_ bytes: [UInt8]) {
    observer.lineReceived(bytes, at: loop.now)
    client.lineReceived(bytes)
  }

  func lineClosed(_ reason: LineClosure) {
    observer.lineClosed(reason, at: loop.now)
    client.lineClosed(reason)
  }
}
