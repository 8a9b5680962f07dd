/// Who watches the bytes of a line go by. Called on the line's loop, with the loop's time.
public protocol LineObserver: AnyObject, Sendable {
  /// The system has taken these bytes.
  func lineSent(_ bytes: [UInt8], at time: Duration)
  func lineReceived(_ bytes: [UInt8], at time: Duration)
  /// Somebody has closed it here, or it has ended.
  func lineClosed(_ reason: LineClosure, at time: Duration)
  /// It has given back what it had open, so that the next one can open it. By itself it does nothing.
  func lineEnded()
}

extension LineObserver {
  public func lineEnded() {}
}

/// A line around a line that shows an observer what passes, and changes nothing.
public final class TracingLine: PausableLine {
  public var loop: LineLoop { line.loop }
  public var control: (any LineControl)? { line.control }
  private let line: any Line
  private let observer: any LineObserver
  private let ending = Ending()

  /// Wraps `line`, which must not have been started.
  public init(_ line: any Line, observer: any LineObserver) { (self.line, self.observer) = (line, observer) }

  public func start(_ client: any LineClient) {
    line.start(Tap(client: client, observer: observer, loop: loop, ending: ending))
  }

  public func write(_ bytes: [UInt8]) -> Bool {
    let time = loop.now
    guard line.write(bytes) else { return false }
    observer.lineSent(bytes, at: time)
    return true
  }

  public func dropInput() { line.dropInput() }

  /// The observer hears of it at once: whoever closes a line may be about to end the program.
  public func close() {
    ending.tell(.closedHere, observer, at: loop.now)
    line.close()
  }

  var backlog: Int { (line as? any PausableLine)?.backlog ?? 0 }

  func setReading(_ isOn: Bool) { (line as? any PausableLine)?.setReading(isOn) }
}

/// That the line is over is told once. Unchecked: touched on the line's loop only.
private final class Ending: @unchecked Sendable {
  private var isTold = false

  func tell(_ reason: LineClosure, _ observer: any LineObserver, at time: Duration) {
    guard !isTold else { return }
    isTold = true
    observer.lineClosed(reason, at: time)
  }
}

/// Stands between a line and its client.
private final class Tap: LineClient {
  let client: any LineClient
  let observer: any LineObserver
  let loop: LineLoop
  let ending: Ending

  init(client: any LineClient, observer: any LineObserver, loop: LineLoop, ending: Ending) {
    (self.client, self.observer, self.loop, self.ending) = (client, observer, loop, ending)
  }

  func lineReceived(_ bytes: [UInt8]) {
    observer.lineReceived(bytes, at: loop.now)
    client.lineReceived(bytes)
  }

  func lineClosed(_ reason: LineClosure) {
    ending.tell(reason, observer, at: loop.now)
    client.lineClosed(reason)
    observer.lineEnded()
  }
}
