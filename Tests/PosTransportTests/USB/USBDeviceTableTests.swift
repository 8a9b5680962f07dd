import Testing

@testable import PosTransport

@Suite struct USBDeviceTableTests {
  @Test func everyBuiltInRowIsRead() throws {
    let rows = try USBDeviceTable.parse(USBDeviceTable.builtInText)
    #expect(rows.count == 57)
    #expect(USBDeviceTable.builtIn.rows == rows)
    #expect(rows.allSatisfy { !$0.source.isEmpty && $0.source != "-" })
  }

  @Test func writesWhatItReads() throws {
    let table = USBDeviceTable.builtIn
    #expect(try USBDeviceTable.parse(table.text) == table.rows)
  }

  @Test func knowsAReaderByItsNumbers() throws {
    let row = try #require(USBDeviceTable.builtIn.lookup(vendorID: 0x11CA, productID: 0x0201))
    #expect(row.name == "Verifone MX870, MX880")
    #expect(row.quirk == .singleRead)
    #expect(row.confidence == .kernel)
    #expect(USBDeviceTable.builtIn.lookup(vendorID: 0x11CA, productID: 0xFFFF) == nil)
  }

  @Test func aVendorsRowStandsForAllWithoutTheirOwn() throws {
    let own = try USBDeviceTable.parse("0801:* | a | all | hid | - | - | - | K | x\n")
    let table = USBDeviceTable(
      rows: own + [
        USBDeviceRow(
          vendorID: 0x0801, productID: 2, vendor: "a", model: "one", kind: .cdc, confidence: .kernel,
          source: "x")
      ])
    #expect(table.lookup(vendorID: 0x0801, productID: 2)?.model == "one")
    #expect(table.lookup(vendorID: 0x0801, productID: 3)?.model == "all")
  }

  @Test func theUsersRowsComeFirst() throws {
    let own = try USBDeviceTable.parse(
      "# mine\r\n\r\n 079B:0028|Mine|X|bulk|2|-|single-read|C|my desk \r\n")
    let table = USBDeviceTable.builtIn.adding(own)
    #expect(table.rows.count == USBDeviceTable.builtIn.rows.count)
    let row = try #require(table.lookup(vendorID: 0x079B, productID: 0x0028))
    #expect(row.text == "079b:0028 | Mine | X | bulk | 2 | - | single-read | C | my desk")
  }

  @Test(arguments: [
    ("079b:0028", "1 cells, expected 9"),
    ("79b:0028 | a | b | cdc | - | - | - | K | x", "'79b:0028': expected VID:PID"),
    ("*:0028 | a | b | cdc | - | - | - | K | x", "'*:0028': expected VID:PID"),
    ("079b:0028 | a | | cdc | - | - | - | K | x", "an empty cell"),
    ("079b:0028 | a | b | acm | - | - | - | K | x", "'acm': expected one of cdc, bulk"),
    ("079b:0028 | a | b | cdc | 256 | - | - | K | x", "'256': expected 0 to 255"),
    ("079b:0028 | a | b | cdc | - | - | slow | K | x", "'slow': expected one of no-union"),
    ("079b:0028 | a | b | cdc | - | - | - | Z | x", "'Z': expected one of K, M, C"),
    ("079b:0028 | a\u{1B} | b | cdc | - | - | - | K | x", "a control character"),
  ])
  func namesTheLine(text: String, reason: String) {
    #expect {
      try USBDeviceTable.parse("# first\n\(text)\n")
    } throws: { error in
      guard case .badRow(2, let found)? = error as? USBDeviceTableError else { return false }
      return found.hasPrefix(reason)
    }
  }

  @Test func oneRowADevice() {
    let line = "079b:0028 | a | b | cdc | - | - | - | K | x\n"
    #expect(throws: USBDeviceTableError.twice(line: 2, device: "079b:0028")) {
      try USBDeviceTable.parse(line + line)
    }
  }

  @Test func aFileThatIsNotThereIsAnError() {
    #expect(throws: USBDeviceTableError.unreadable(path: "/nowhere/devices", code: 2)) {
      try USBDeviceTable.read("/nowhere/devices")
    }
  }
}
