import PosProtocol
import PosTransport
import Testing

@testable import PosDriver

@Suite struct EnquiryTests {
  /// A USB device is given back on another thread, after it was closed: who opens it again must not come
  /// before.
  @Test(.timeLimit(.minutes(1))) func isOverWhenTheLineHasEnded() async {
    let loop = LineLoop.next()
    let (near, far) = MemoryLine.pair(on: loop)
    let slow = SlowToEnd(near)
    let manner = EnquiryManner(framing: .serial, patience: .milliseconds(50), limit: .milliseconds(100))
    let hearing = await Enquiry.ask(slow, manner)
    #expect(hearing.symptom == .silent)
    let hasEnded = await withCheckedContinuation { continuation in
      loop.execute { continuation.resume(returning: slow.hasEnded) }
    }
    #expect(hasEnded)
    loop.execute { far.close() }
  }
}

/// A line that tells of its end a while after it was closed. Unchecked: touched on the loop only.
private final class SlowToEnd: Line, LineClient, @unchecked Sendable {
  private let line: MemoryLine
  private var client: (any LineClient)?
  private(set) var hasEnded = false

  init(_ line: MemoryLine) { self.line = line }

  var loop: LineLoop { line.loop }
  var control: (any LineControl)? { nil }

  func start(_ client: any LineClient) {
    self.client = client
    line.start(self)
  }

  func write(_ bytes: [UInt8]) -> Bool { line.write(bytes) }
  func dropInput() { line.dropInput() }
  func close() { line.close() }

  func lineReceived(_ bytes: [UInt8]) { client?.lineReceived(bytes) }

  func lineClosed(_ reason: LineClosure) {
    _ = loop.schedule(at: loop.now + .milliseconds(200)) {
      self.hasEnded = true
      self.client?.lineClosed(reason)
    }
  }
}
