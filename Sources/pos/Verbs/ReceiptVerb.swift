import ArgumentParser
import Foundation
import PaymentFlows
import PosPrinting

/// `pos receipt`: prints the slip of an attempt again.
struct ReceiptVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "receipt",
    abstract: "Print the receipt of a payment in the journal.",
    discussion: """
      For anything but a payment that stands it is a slip that says so. The language is --lang. PNG, PDF and \
      ESC/POS need a build with the package trait Printing. Exit status: 0; 65 if the journal does not have the \
      key; 73 if the file cannot be written.
      """)
  static let shares: SharedOptions = .journal

  @OptionGroup var journal: JournalOptions
  @Option(help: ArgumentHelp("The key of the payment.", valueName: "KEY"))
  var key: AttemptKey
  @Option(
    help: ArgumentHelp("text, html, png, pdf or escpos (bytes for a receipt printer).", valueName: "FORMAT"))
  var format = ReceiptFormat.text
  @Option(help: ArgumentHelp("Columns of the paper: 32 (58 mm), 40 or 48 (80 mm).", valueName: "COLUMNS"))
  var columns = Receipt.Width.wide
  @Option(help: ArgumentHelp("Whose: customer or merchant.", valueName: "WHOSE"))
  var copy = Receipt.Copy.customer
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Write it there: a file, or a printer's device. All but text needs it.", valueName: "FILE"))
  var file: String?
  @Flag(help: "This is the first print: leave out the mark that says it is not.")
  var first = false
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard format == .text || file != nil else {
      throw ValidationError("Say where it goes: --format \(format.rawValue) needs -o FILE.")
    }
  }

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    do throws(Complaint) {
      let journal = try desk.existingJournal(journal)
      guard var receipt = try await receipt(in: journal) else {
        throw Complaint(
          .wrongData, "noSuchKey", "the journal has no attempt \(key). Look it up with 'pos history'.")
      }
      receipt.copy = copy
      let language = output.lang.receipts
      let lines = receipt.lines(language, width: columns)
      var body: JSON = [
        "key": .text(key.text), "kind": .text(receipt.kind.rawValue), "lang": .text(output.lang.rawValue),
        "lines": .list(lines.map { .text($0) }), "format": .text(format.rawValue),
        "copy": .text(copy.rawValue), "columns": JSON(UInt64(columns.rawValue)),
      ]
      guard let file else { return Report(.approved, body: body, text: lines.joined(separator: "\n")) }
      let bytes = try format.bytes(receipt, language, columns)
      try write(bytes, to: file)
      body = body.with("file", .text(file)).with("bytes", JSON(UInt64(bytes.count)))
      return Report(.approved, body: body, text: "")
    } catch {
      return Report(error)
    }
  }

  private func receipt(in journal: any LedgerStore) async throws(Complaint) -> Receipt? {
    do {
      return try await journal.receipt(key, isReprint: !first)
    } catch {
      throw Complaint(error, path: journal.name)
    }
  }

  /// In place: a printer's device is no file that could be put there by a new name.
  private func write(_ bytes: [UInt8], to path: String) throws(Complaint) {
    do {
      try Data(bytes).write(to: URL(filePath: path))
    } catch {
      throw Complaint(
        .journal, "cannotWrite", "\(path): the receipt cannot be written. Give -o another path.")
    }
  }
}

/// What `pos receipt` makes.
enum ReceiptFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
  case text, html, png, pdf, escpos

  func bytes(
    _ receipt: Receipt, _ language: Receipt.Language, _ width: Receipt.Width
  ) throws(Complaint) -> [UInt8] {
    let printer = ReceiptPainter(language, width: width)
    do throws(PrintingError) {
      return switch self {
      case .text: Array(receipt.text(language, width: width).utf8)
      case .html: Array(receipt.html(language, width: width, code: ReceiptPainter.code).utf8)
      case .png: try printer.png(receipt)
      case .pdf: try printer.pdf(receipt)
      case .escpos: try printer.escpos(receipt)
      }
    } catch {
      throw Complaint(.usage, error.name, error.message)
    }
  }
}

extension Language {
  var receipts: Receipt.Language { self == .english ? .english : .persian }
}
