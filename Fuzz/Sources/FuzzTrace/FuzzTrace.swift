import FuzzSupport
import PosDriver
import PosProtocol

/// A trace file of any bytes, in pieces of any size: nothing traps, pieces do not matter, and what was read
/// is written so that it reads the same, as it stands and masked.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTrace(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  let piece = Int(input.byte()) + 1
  let text = input.rest()
  let (items, isTrace) = read(text, piece)
  let (others, isOther) = read(text, text.count + 1)
  require(items == others && isTrace == isOther, "pieces and the whole give the same")
  var (formatter, shown, framing) = (TraceFormatter(), [UInt8](), ZVT.Framing.tcp)
  formatter.showsAcknowledgements = true
  for item in items {
    switch item {
    case .connection(let connection):
      framing = connection.framing
      require(again(connection.line, framing) == [item], "a headline survives writing")
    case .entry(let entry):
      require(again(entry.line, framing) == [item], "a line survives writing")
      let masked = entry.masked
      require(again(masked.line, framing) == [.entry(masked)], "a masked line can be read")
      require(formatter.write(masked, to: &shown), "every entry can be shown")
    case .unread: break
    }
  }
  return 0
}

private func read(_ text: [UInt8], _ piece: Int) -> (items: [TraceItem], isTrace: Bool) {
  var (reader, items) = (TraceReader(), [TraceItem]())
  do throws(TraceReadError) {
    for start in stride(from: 0, to: text.count, by: piece) {
      try reader.feed(Array(text[start..<min(start + piece, text.count)])) { items.append($0) }
    }
    try reader.finish { items.append($0) }
    return (items, true)
  } catch {
    return (items, false)
  }
}

/// What a line says to one who reads it below a headline of that framing.
private func again(_ line: String, _ framing: ZVT.Framing) -> [TraceItem] {
  let head = TraceConnection(address: "again", framing: framing)
  return read(Array("\(head.line)\n\(line)\n".utf8), 1 << 20).items.filter { $0 != .connection(head) }
}
