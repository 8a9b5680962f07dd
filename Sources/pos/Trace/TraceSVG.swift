import ArgumentParser
import PosDriver

/// `pos trace svg`: a conversation as a picture.
struct TraceSVG: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "svg", abstract: "Draw a conversation as a sequence diagram.")

  @OptionGroup var selection: TraceSelection
  @Option(help: ArgumentHelp("Only the payment of this number in the trace, from 1 on.", valueName: "N"))
  var payment: Int?
  @Option(help: ArgumentHelp("Language of the picture: en or fa.", valueName: "LANG")) var lang = Language
    .english
  @Option(name: .shortAndLong, help: ArgumentHelp("Where to; without it standard output.", valueName: "FILE"))
  var output: String?

  func run() throws {
    try answering { () throws(Complaint) in
      var (entries, address, number) = ([TraceEntry](), "", 0)
      try selection.read { _, item in
        if case .connection(let found) = item { address = found.address }
        guard case .entry(let entry) = item else { return }
        if entry.direction == .sent, entry.apdu.prefix(2) == [0x06, 0x01] { number += 1 }
        if payment == nil || payment == number { entries.append(entry) }
      }
      guard !entries.isEmpty, entries.count <= 2_000 else {
        throw Complaint(
          .wrongData, "trace",
          "\(entries.count) entries: choose 1 to 2,000 by --payment, --connection, --from, --to")
      }
      let picture = TraceDiagram.svg(entries, address: address, isPersian: lang == .persian)
      guard let output else {
        Console.print(picture)
        return
      }
      try write(picture, to: output)
    }
  }
}
