import Foundation
import Testing

/// `pos receipt` in its formats, and what it answers where it cannot.
@Suite struct ReceiptVerbTests {
  @Test func everyFormatComesFromOnePayment() async throws {
    try await SimulatedReader.run(.tcp, "receipt") { sim in
      #expect(try await sim.pay("paid", 175_000).status == 0)
      let receipt = ["receipt", "--journal", sim.journal, "--key", "paid"]

      let text = try await Tool.run(
        receipt + ["--json", "--columns", "48", "--copy", "merchant"], in: sim.folder)
      #expect(
        text.object["kind"] as? String == "receipt" && text.object["format"] as? String == "text"
          && text.object["copy"] as? String == "merchant" && text.object["columns"] as? Int == 48)
      let lines = try #require(text.object["lines"] as? [String])
      #expect(lines.allSatisfy { $0.count == 48 } && lines.contains { $0.contains("MERCHANT'S PART") })

      let page = sim.folder.appending(path: "receipt.html")
      let made = try await Tool.run(
        receipt + ["--format", "html", "--lang", "fa", "-o", page.path, "--json"], in: sim.folder)
      let written = try Data(contentsOf: page)
      #expect(made.status == 0 && made.object["file"] as? String == page.path)
      #expect(made.object["bytes"] as? Int == written.count)
      #expect(String(decoding: written, as: UTF8.self).contains("<html lang=\"fa\" dir=\"rtl\">"))
      try await pictures(receipt, sim)
    }
  }

  @Test func whatCannotBeDoneIsSaid() async throws {
    try await SimulatedReader.run(.tcp, "receipt-refused") { sim in
      #expect(try await sim.pay("paid", 175_000).status == 0)
      let receipt = ["receipt", "--journal", sim.journal, "--key", "paid", "--json"]
      let nowhere = try await Tool.run(receipt + ["--format", "html"], in: sim.folder)
      #expect(nowhere.status == 64 && nowhere.output.contains("needs -o FILE"))
      let closed = sim.folder.appending(path: "no/such/folder").path
      let unwritten = try await Tool.run(receipt + ["--format", "html", "-o", closed], in: sim.folder)
      #expect(unwritten.status == 73 && unwritten.output.contains("\"cannotWrite\""))
    }
  }

  @Test func aPaymentThatWasUndoneIsNoReceipt() async throws {
    try await SimulatedReader.run(.tcp, "receipt-undone") { sim in
      #expect(try await sim.pay("paid", 175_000).status == 0)
      let undo = try await Tool.run(
        ["reverse"] + sim.both + ["--of", "paid", "--key", "undo"], in: sim.folder)
      #expect(undo.status == 0)
      let receipt = try await Tool.run(
        ["receipt", "--journal", sim.journal, "--key", "paid", "--json"], in: sim.folder)
      #expect(receipt.object["kind"] as? String == "reversed")
      #expect(receipt.output.contains("REVERSED PAYMENT") && !receipt.output.contains("successful"))
    }
  }

  private func pictures(_ receipt: [String], _ sim: SimulatedReader) async throws {
    for (format, beginning) in [("png", "\u{89}PNG"), ("pdf", "%PDF"), ("escpos", "\u{1B}@")] {
      let file = sim.folder.appending(path: "receipt.\(format)")
      let made = try await Tool.run(
        receipt + ["--format", format, "-o", file.path, "--json"], in: sim.folder)
      #if Printing
        let head = try Data(contentsOf: file).prefix(beginning.unicodeScalars.count)
        #expect(made.status == 0 && Array(head) == beginning.unicodeScalars.map { UInt8($0.value) })
      #else
        #expect(made.status == 64 && made.output.contains("\"noPrinting\"") && !beginning.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: file.path))
      #endif
    }
  }
}
