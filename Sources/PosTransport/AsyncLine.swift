/// A line for programs that speak no card reader's protocol: bytes in and out, by `await`.
///
/// What comes in waits here, at most `limit` bytes; then the other side is held up, or, on a line that cannot
/// hold it up, the line ends. A cancelled task stops waiting and loses nothing: the bytes are the next one's.
///
/// ```swift
/// let line = try await AsyncLine.open("serial:/dev/ttyUSB0?baud=115200&stop=1")
/// try await line.write(Array("ATI\r".utf8))
/// let answer = try await line.read(within: .seconds(1))
/// ```
public final class AsyncLine: Sendable {
  private let line: any Line
  private let inbox: LineInbox

  /// Takes over a line that has not been started.
  ///
  /// - Parameter limit: bytes that wait here at most, 1 or more.
  public init(_ line: any Line, limit: Int = 65_536) {
    self.line = line
    inbox = LineInbox(line, limit: max(1, limit))
    line.loop.execute { [inbox] in line.start(inbox) }
  }

  deinit { line.loop.execute { [line] in line.close() } }

  /// Opens a line by its address, as `serial:/dev/ttyUSB0?baud=9600` or `tcp:HOST:PORT`.
  public static func open(
    _ address: String, connectTimeout: Duration = .seconds(5), limit: Int = 65_536
  ) async throws(TransportError) -> AsyncLine {
    let address = try LineAddress.parse(address)
    return AsyncLine(try await address.open(on: .next(), connectTimeout: connectTimeout), limit: limit)
  }

  /// What has come, as soon as there is a byte of it.
  ///
  /// - Parameter limit: how long to wait; nil: for as long as the line lives.
  /// - Throws: `.closed` once everything that came before the end was read.
  public func read(within limit: Duration? = nil) async throws(LineError) -> [UInt8] {
    let waiter = LineInbox.Waiter()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        line.loop.execute { self.inbox.wait(waiter, continuation, within: limit) }
      }
    } onCancel: {
      line.loop.execute { self.inbox.cancel(waiter) }
    }
    return try result.get()
  }

  /// Everything that comes, piece by piece, until the line ends or the task is cancelled.
  public var bytes: Bytes { Bytes(line: self) }

  /// Hands bytes over, and returns when the system has taken them, all but a few.
  ///
  /// - Throws: `.closed`, and then not a byte of them left this machine; `.cancelled`, and then they go all
  ///   the same.
  public func write(_ bytes: [UInt8]) async throws(LineError) {
    let isTaken = await line.loop.value { self.line.write(bytes) }
    guard isTaken else { throw .closed(await ending ?? .disconnected) }
    guard let pausable = line as? any PausableLine else { return }
    while await line.loop.value({ pausable.backlog > 65_536 }) {
      do { try await Task.sleep(for: .milliseconds(2)) } catch { throw .cancelled }
    }
  }

  /// Returns once the last byte has left this machine; at once on a line that has no such notion.
  public func drain() async throws(LineError) { try await line.control?.drain() }

  /// Why the line ended; nil while it lives.
  public var ending: LineClosure? {
    get async { await line.loop.value { self.inbox.ending } }
  }

  /// The control wires of a serial line; nil for another line. To be called on `loop`.
  public var control: (any LineControl)? { line.control }

  /// Where the line lives.
  public var loop: LineLoop { line.loop }

  /// Ends the line. What had come before can still be read.
  public func close() async { await line.loop.value { self.line.close() } }

  /// What comes over a line.
  public struct Bytes: AsyncSequence, Sendable {
    let line: AsyncLine

    public func makeAsyncIterator() -> Iterator { Iterator(line: line) }

    /// Takes piece by piece; two of one line share what comes.
    public struct Iterator: AsyncIteratorProtocol {
      let line: AsyncLine

      /// The next piece; nil at the end of the line, whose reason is `ending`, and if the task was cancelled.
      public mutating func next() async -> [UInt8]? { try? await line.read() }
    }
  }
}
