import PosTransport

/// A host's connection: it asks for the list, or takes a device and sends its requests.
///
/// Unchecked: all state is touched on the loop only.
final class USBIPConnection: LineClient, @unchecked Sendable {
  private let line: any Line
  private let sockets: [USBIPSocket]
  private let report: @Sendable (USBEvent) -> Void
  private var decoder: USBIPDecoder
  private var socket: USBIPSocket?
  private var isOver = false

  /// - Parameter report: what is wrong with the host.
  init(_ line: any Line, _ sockets: [USBIPSocket], report: @escaping @Sendable (USBEvent) -> Void) {
    (self.line, self.sockets, self.report) = (line, sockets, report)
    decoder = USBIPDecoder()
  }

  /// A host that has the device without asking: this computer's kernel. False: another has it.
  func take(_ socket: USBIPSocket) -> Bool {
    guard socket.take(self) else { return false }
    self.socket = socket
    decoder.device = socket.entry.device
    return true
  }

  func reply(_ bytes: [UInt8]) { if !isOver { _ = line.write(bytes) } }

  /// The device is gone.
  func hangUp() {
    isOver = true
    line.close()
  }

  func lineReceived(_ bytes: [UInt8]) {
    guard !isOver else { return }
    decoder.receive(bytes)
    do throws(USBIPError) {
      while !isOver {
        let offset = decoder.offset
        guard let message = try decoder.next() else { return }
        try obey(message, at: offset)
      }
    } catch {
      report(.badHost(error))
      leave()
    }
  }

  func lineClosed(_ reason: LineClosure) {
    isOver = true
    socket?.letGo(self)
    socket = nil
  }

  private func obey(_ message: USBIPMessage, at offset: Int) throws(USBIPError) {
    switch message {
    case .list:
      reply(USBIPReply.list(sockets.filter(\.isFree).map(\.entry)))
      leave()
    case .take(let busID):
      let wanted = sockets.first { Array($0.entry.busID.utf8) == busID }
      guard let wanted, take(wanted) else {
        reply(USBIPReply.refused())
        return leave()
      }
      reply(USBIPReply.taken(wanted.entry))
    case .submit(let transfer): try socket?.submit(transfer, at: offset)
    case .unlink(let sequence, let other):
      let wasOpen = socket?.unlink(other) ?? false
      reply(USBIPReply.unlinked(sequence, wasOpen: wasOpen))
    }
  }

  private func leave() {
    isOver = true
    socket?.letGo(self)
    socket = nil
    line.close()
  }
}
