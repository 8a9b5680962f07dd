import ArgumentParser
import PosProtocol

/// `pos decode`: explains captured bytes.
struct Decode: Verb {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Explain captured bytes: hex, or lines of hex or of a trace on standard input.",
    discussion: """
      Without --layer, what begins with DLE STX (1002), ACK or NAK is taken for serial, everything else for \
      one message. Card digits are masked. Exit status: 0, or 65 if something is malformed.
      """)
  static let shares: SharedOptions = []

  @Option(
    help: ArgumentHelp("apdu: one message; serial: frames; tcp: messages in a row.", valueName: "LAYER"))
  var layer: Layer?
  @Argument(help: ArgumentHelp("The bytes in hex; spaces and colons do not matter.", valueName: "HEX"))
  var hex: [String] = []
  @OptionGroup var output: OutputOptions

  /// The bytes of a line of hex, or of a line of a trace; nil: a line of a trace without bytes.
  static func hexPart(of line: String) -> String? {
    if line.hasPrefix("# pos-trace ") { return nil }
    let columns = line.split(separator: " ")
    guard columns.count > 3, ["<", ">", "-"].contains(columns[2]) else { return line }
    guard columns[3] != "closed" else { return nil }
    return columns.dropFirst(4).filter { $0 != "masked" }.joined(separator: " ")
  }

  mutating func run() async throws {
    guard hex.isEmpty else { return try await answer() }
    Console.surviveBrokenPipes()
    var status = ExitStatus.approved
    for await line in LineSource.lines() {
      let messages = decode(line)
      if messages.contains(where: \.isMalformed) { status = .wrongData }
      for message in messages where !Console.print(output.json ? message.json.line : message.text) {
        throw ExitCode(ExitStatus.output.rawValue)
      }
    }
    if status != .approved { throw ExitCode(status.rawValue) }
  }

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    let messages = Self.messages(in: hex.joined(separator: " "), layer)
    var report = Report(
      messages.contains(where: \.isMalformed) ? .wrongData : .approved, body: nil,
      text: messages.map(\.text).joined(separator: "\n"))
    (report.items, report.itemsName) = (messages.map(\.json), "messages")
    return report
  }

  private func decode(_ line: LineSource.Line) -> [DecodedMessage] {
    guard case .bytes(let bytes) = line else {
      return [DecodedMessage(Malformed("tooLarge", at: LineSource.longest, "the line is too long"))]
    }
    guard let hex = Self.hexPart(of: String(decoding: bytes, as: UTF8.self)) else { return [] }
    return Self.messages(in: hex, layer)
  }

  /// Everything found in bytes written in hex.
  static func messages(in text: String, _ layer: Layer?) -> [DecodedMessage] {
    let bytes: [UInt8]
    do throws(CodecError) {
      bytes = try Hex.bytes(text)
    } catch {
      return [DecodedMessage(Malformed(error, in: [], at: 0, layer: .apdu))]
    }
    let layer = layer ?? .guess(bytes)
    let pieces = layer.pieces(bytes)
    guard !pieces.isEmpty else {
      return [DecodedMessage(Malformed("truncated", at: 0, "there are no bytes"))]
    }
    return pieces.map { DecodedMessage($0, layer: layer) }
  }
}
