import CBaseline
import PosDriver
import PosProtocol
import PosTransport

/// A trace of payments, as text: read line by line, read and explained, and beside it the frames alone.
func benchTrace(samples: Int) {
  for framing in [ZVT.Framing.serial, .tcp] {
    let (text, frames) = payments(framing, count: 50)
    let times = alternate(
      samples: samples,
      [
        { for frame in frames { decodeFrames(frame) } },
        { consume(entries(text)) },
        { consume(explained(text)) },
        { consume(explainedToStrings(text)) },
      ])
    var table = Table("Trace of \(framing)", "trace text, MB/s", "µs a line", "time, framer = 1")
    let lines = text.count { $0 == 0x0A }
    let names = ["frames only", "parsed to entries", "explained", "explained, a String a line"]
    for (name, time) in zip(names, times) {
      table.row(
        name, megabytes(text.count, in: time), short(time / Double(lines) / 1_000), short(time / times[0]))
    }
    table.show("Trace, \(framing)")
    let rates = times.map { Double(text.count) * 1_000 / $0 }
    Plot.bars("trace-\(framing)", "Trace of \(framing) lines", unit: "MB/s", Array(zip(names, rates)))
  }
}

private func decodeFrames(_ frame: [UInt8]) {
  var (decoder, index) = (ZVT.FrameDecoder(maximumLength: 65_540), 0)
  while let event = decoder.feed(frame, from: &index) { consume(event) }
}

private func entries(_ text: [UInt8]) -> Int {
  var (reader, count) = (TraceReader(), 0)
  try? reader.feed(text) { if case .entry = $0 { count += 1 } }
  return count
}

private func explained(_ text: [UInt8]) -> Int {
  var (reader, formatter, line, count) = (TraceReader(), TraceFormatter(), [UInt8](), 0)
  try? reader.feed(text) { item in
    guard case .entry(let entry) = item else { return }
    line.removeAll(keepingCapacity: true)
    if formatter.write(entry, to: &line) { count += line.count }
  }
  return count
}

private func explainedToStrings(_ text: [UInt8]) -> Int {
  var (reader, count) = (TraceReader(), 0)
  let formatter = TraceFormatter()
  try? reader.feed(text) { item in
    guard case .entry(let entry) = item else { return }
    count += formatter.line(entry)?.utf8.count ?? 0
  }
  return count
}

/// Trace text, and the bytes of its frames, each framed for a serial line.
private func payments(_ framing: ZVT.Framing, count: Int) -> (text: [UInt8], frames: [[UInt8]]) {
  var record = TransactionRecord()
  record.result = ResultCode(.zvt, 0)
  record.isApproval = true
  record.amount = Amount(minorUnits: 1_250)
  record.currency = .eur
  record.receiptNumber = ReceiptNumber(42)
  record.traceNumber = TraceNumber(470)
  record.terminalID = TerminalID(12_345_678)
  record.cardName = WireText("girocard")
  record.additionalText = WireText("Approved")
  let yes: [UInt8] = [0x80, 0, 0]
  let messages: [[UInt8]] = [
    [0x06, 0x01, 0x0A, 0x04, 0, 0, 0, 0, 0x12, 0x50, 0x49, 0x09, 0x78], yes, [0x04, 0xFF, 1, 0x0A], yes,
    [0x04, 0xFF, 1, 0x0E], yes, ZVT.StatusInformation(record, namesCurrency: true).encoded(), yes,
    [0x06, 0x0F, 0], yes,
  ]
  var (text, frames) = ("# pos-trace 1 tcp:127.0.0.1:20007 \(framing)\n", [[UInt8]]())
  for number in 0..<count {
    for message in messages {
      let frame = ZVT.FrameEncoder.encode(message)
      var hex: [UInt8] = []
      Hex.write(spaced: framing == .serial ? frame : message, to: &hex)
      let stamp = "\(number).123456 2026-11-21T03:35:06.123Z"
      text += "\(stamp) > apdu \(String(decoding: hex, as: UTF8.self))\n"
      if framing == .serial { text += "\(stamp) < ack 06\n" }
      frames.append(frame + (framing == .serial ? [0x06] : []))
    }
  }
  return (Array(text.utf8), frames)
}
