#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The devices that are known, built in and added by the user.
///
/// As text, one row a line, nine cells separated by `|`; spaces around a cell do not count, `-` is an empty
/// one, and lines that begin with `#` are comments:
///
///     VID:PID | vendor | model | kind | interface | driver | quirk | confidence | source
///     079b:0028 | Ingenico | EFT30, iPP320 | cdc | - | cdc_acm | no-union | M | torvalds/linux#315
///
/// IDs are four hexadecimal digits, the product's may be `*`. The words are those of `USBDeviceRow`.
public struct USBDeviceTable: Hashable, Sendable {
  /// In the order they were given; what a user added or changed comes first.
  public let rows: [USBDeviceRow]

  public init(rows: [USBDeviceRow]) { self.rows = rows }

  /// Rows from the sources that each of them names. No row was ever tried on hardware by this project.
  public static let builtIn = USBDeviceTable(rows: (try? parse(builtInText)) ?? [])

  /// Where a user's rows are, unless the environment's `POS_USB_DEVICES` names another file.
  public static let userPath = "/etc/pos-terminal/usb-devices"

  /// The built-in table with the user's rows over it.
  ///
  /// Blocks while a small file is read. The file of `POS_USB_DEVICES` must be there; `userPath` need not.
  public static func current() throws(USBDeviceTableError) -> USBDeviceTable {
    if let path = getenv("POS_USB_DEVICES") {
      return try builtIn.adding(read(String(cString: path)))
    }
    guard access(userPath, F_OK) == 0 else { return builtIn }
    return try builtIn.adding(read(userPath))
  }

  /// The rows of a file.
  public static func read(_ path: String) throws(USBDeviceTableError) -> [USBDeviceRow] {
    let text = try contents(of: path)
    do {
      return try parse(text)
    } catch {
      throw .inFile(path: path, error)
    }
  }

  /// Reads rows; see the type for the format.
  public static func parse(_ text: String) throws(USBDeviceTableError) -> [USBDeviceRow] {
    var rows: [USBDeviceRow] = []
    var known: Set<String> = []
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, line) in lines.enumerated() {
      let line = trimmed(line)
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      let row = try row(line, number: index + 1)
      guard known.insert(row.device).inserted else { throw .twice(line: index + 1, device: row.device) }
      rows.append(row)
    }
    return rows
  }

  /// These rows with `others` over them: a row about the same device is replaced.
  public func adding(_ others: [USBDeviceRow]) -> USBDeviceTable {
    let replaced = Set(others.map(\.device))
    return USBDeviceTable(rows: others + rows.filter { !replaced.contains($0.device) })
  }

  /// The row about a device: its own, or else its vendor's.
  public func lookup(vendorID: UInt16, productID: UInt16) -> USBDeviceRow? {
    let ofVendor = rows.filter { $0.vendorID == vendorID }
    return ofVendor.first { $0.productID == productID } ?? ofVendor.first { $0.productID == nil }
  }

  /// The table as text that `parse` reads, with a heading.
  public var text: String {
    let heading = "# VID:PID | vendor | model | kind | interface | driver | quirk | confidence | source"
    return ([heading] + rows.map(\.text)).joined(separator: "\n") + "\n"
  }

  private static func row(_ line: Substring, number: Int) throws(USBDeviceTableError) -> USBDeviceRow {
    func bad(_ reason: String) -> USBDeviceTableError { .badRow(line: number, reason: reason) }
    func word<Word: RawRepresentable<String> & CaseIterable>(
      _ cell: Substring
    ) throws(USBDeviceTableError) -> Word {
      if let word = Word(rawValue: String(cell)) { return word }
      throw bad("'\(cell)': expected one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    guard line.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F || $0 == "\t" }) else {
      throw bad("a control character")
    }
    let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(trimmed)
    guard cells.count == 9 else { throw bad("\(cells.count) cells, expected 9") }
    guard !cells.contains(where: \.isEmpty) else { throw bad("an empty cell; '-' stands for nothing") }
    let ids = cells[0].split(separator: ":", omittingEmptySubsequences: false)
    guard ids.count == 2, let vendorID = LineAddress.hexadecimal(ids[0]),
      ids[1] == "*" || LineAddress.hexadecimal(ids[1]) != nil
    else { throw bad("'\(cells[0])': expected VID:PID or VID:*, four hexadecimal digits each") }
    let interface = AddressOptions.decimal(String(cells[4]), 0...255)
    guard interface != nil || cells[4] == "-" else { throw bad("'\(cells[4])': expected 0 to 255 or '-'") }
    return USBDeviceRow(
      vendorID: vendorID, productID: LineAddress.hexadecimal(ids[1]), vendor: String(cells[1]),
      model: String(cells[2]), kind: try word(cells[3]), interface: interface.map { UInt8($0) },
      driver: cells[5] == "-" ? nil : String(cells[5]), quirk: cells[6] == "-" ? nil : try word(cells[6]),
      confidence: try word(cells[7]), source: String(cells[8]))
  }

  private static func trimmed(_ text: Substring) -> Substring {
    func isSpace(_ character: Character) -> Bool {
      character == " " || character == "\t"
    }
    var text = text.drop(while: isSpace)
    while let last = text.last, isSpace(last) { text.removeLast() }
    return text
  }

  /// A file of people's own making is small.
  private static let largestFile = 1 << 20

  private static func contents(of path: String) throws(USBDeviceTableError) -> String {
    let descriptor = systemOpen(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(path: path, code: errno) }
    defer { systemClose(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = systemRead(descriptor, &piece, piece.count)
      guard count >= 0 else { throw .unreadable(path: path, code: errno) }
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += piece[..<count]
      guard bytes.count <= largestFile else { throw .unreadable(path: path, code: EFBIG) }
    }
  }
}

extension USBDeviceRow {
  /// `VID:PID`, as tables and addresses spell it.
  public var device: String {
    "\(LineAddress.hexadecimal(vendorID)):\(productID.map(LineAddress.hexadecimal) ?? "*")"
  }

  /// The row as a line of a table.
  public var text: String {
    [
      device, vendor, model, kind.rawValue, interface.map { "\($0)" } ?? "-", driver ?? "-",
      quirk?.rawValue ?? "-", confidence.rawValue, source,
    ].joined(separator: " | ")
  }
}
