import CPosShim

/// A serial line: its bytes through a channel, its wires and queues beside it.
final class SerialLine: LineControl, PausableLine {
  let channel: ChannelLine
  private let port: SerialPort
  let isLowLatency: Bool

  init(_ channel: ChannelLine, _ port: SerialPort) {
    (self.channel, self.port, isLowLatency) = (channel, port, port.isLowLatency)
  }

  var loop: LineLoop { channel.loop }
  func start(_ client: any LineClient) { channel.start(client) }
  func write(_ bytes: [UInt8]) -> Bool { channel.write(bytes) }
  func dropInput() { channel.dropInput() }
  func close() { channel.close() }
  var backlog: Int { channel.backlog }
  func setReading(_ isOn: Bool) { channel.setReading(isOn) }

  func setDTR(_ isOn: Bool) -> Bool { port.set(POS_LINE_DTR, isOn) }
  func setRTS(_ isOn: Bool) -> Bool { port.set(POS_LINE_RTS, isOn) }
  func modemLines() -> ModemLines? { port.lines() }
  func dropOutput() { port.dropOutput() }
  func actualSettings() -> SerialSettings? { try? port.actualSettings() }

  /// Asked again and again rather than waited for: a wait in the driver cannot be broken off, and a reader
  /// that was switched off would hold a thread for ever.
  func drain() async throws(LineError) {
    while true {
      let left = await loop.value { () -> Int? in
        guard !self.channel.isOver else { return nil }
        return self.channel.backlog + self.port.waiting()
      }
      guard let left else { throw .closed(.disconnected) }
      if left == 0 { break }
      do {
        try await Task.sleep(for: .milliseconds(2))
      } catch {
        throw .cancelled
      }
    }
    await SerialPort.sendRest(await loop.value { self.port.duplicate() })
  }
}
