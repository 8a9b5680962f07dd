import PosProtocol

extension Recording {
  /// The first thing the register said that may move money, if it is said again; nil: nothing may.
  ///
  /// What is not known to be a question counts, and so do bytes that are no message: a terminal may
  /// understand them all the same.
  public var firstMoneyMessage: (line: Int, name: String)? {
    for (entry, line) in zip(entries, lines) where entry.direction == .sent && !Self.isHarmless(entry) {
      let apdu = entry.apdu
      guard apdu.count >= 2 else { return (line, "bytes that are no message") }
      let name = ZVT.ControlField(apdu[0], apdu[1]).name
      return (line, Hex.spaced(Array(apdu.prefix(2))) + (name.map { " \($0)" } ?? ""))
    }
    return nil
  }

  private static func isHarmless(_ entry: TraceEntry) -> Bool {
    switch entry.kind {
    case .ack, .nak, .closed: return true
    case .noise, .damaged: return false
    case .apdu: break
    }
    guard entry.apdu.count >= 2 else { return false }
    switch (entry.apdu[0], entry.apdu[1]) {
    // Answers, and: status, registration, log-off, repeat of the last receipt, abort.
    case (0x80, _), (0x84, _), (0x05, 0x01), (0x06, 0x00), (0x06, 0x02), (0x06, 0x20), (0x06, 0xB0):
      return true
    default: return false
    }
  }
}
