import ArgumentParser
import Foundation
import PaymentFlows

/// A reader, where one is needed.
struct MaybeReaderOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The reader, where one is needed: serial:PATH[?baud=9600], tcp:HOST:PORT.", valueName: "ADDRESS"),
    transform: ReaderAddress.init(typed:))
  var reader: ReaderAddress?

  @OptionGroup var wire: WireOptions
}

/// Where the counter keeps its flows, and whom it asks besides the reader.
struct CounterOptions: ParsableArguments {
  @OptionGroup var reader: MaybeReaderOptions
  @OptionGroup var journal: JournalOptions
  @Option(
    help: ArgumentHelp("The authority's service, http://HOST:PORT, on this computer.", valueName: "URL"),
    transform: ServiceAddress.init(typed:))
  var service: ServiceAddress?
  @Option(
    help: ArgumentHelp(
      "Where receipts go: a file or a printer's device; '-' is standard error.", valueName: "FILE"))
  var printer = "-"
  @Option(help: ArgumentHelp("Columns of the paper: 32, 40 or 48.", valueName: "COLUMNS"))
  var width = Receipt.Width.wide
  @Option(
    help: ArgumentHelp(
      "What the printer takes: text, or escpos (pictures of Persian; trait Printing).", valueName: "FORMAT"))
  var printerFormat = ReceiptFormat.text

  func validate() throws {
    guard printerFormat == .text || printerFormat == .escpos else {
      throw ValidationError("--printer-format is text or escpos; 'pos receipt' makes the others.")
    }
    guard printerFormat == .text || printer != "-" else {
      throw ValidationError("--printer-format escpos needs --printer FILE.")
    }
  }
}

/// A service's address as it was typed, checked.
struct ServiceAddress: Sendable {
  let carrier: SocketCarrier

  @Sendable init(typed text: String) throws {
    guard let carrier = SocketCarrier(text) else { throw ValidationError("expected http://HOST:PORT") }
    self.carrier = carrier
  }
}

/// Receipts at the end of a file or on a printer's device.
struct PaperFile: ReceiptPrinter {
  let path: String
  let width: Receipt.Width
  let language: Receipt.Language
  var format = ReceiptFormat.text

  func print(_ receipt: Receipt) async throws(PrinterError) {
    guard path != "-" else {
      Console.note(receipt.text(language, width: width))
      return
    }
    let bytes: [UInt8]
    do throws(Complaint) {
      bytes = try format.bytes(receipt, language, width)
    } catch {
      throw PrinterError(error.message)
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.trouble(path) }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { throw Self.trouble(path) }
      rest = rest.dropFirst(max(0, count))
    }
  }

  private static func trouble(_ path: String) -> PrinterError {
    PrinterError(
      "\(path): the receipt cannot be printed (\(String(cString: strerror(errno)))). Print it again.")
  }
}
