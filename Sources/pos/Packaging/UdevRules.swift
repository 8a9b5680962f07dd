import ArgumentParser
import PosTransport

/// `pos udev-rules`: the table of devices as rules for udev. Hidden: packaging/udev is made with it.
struct UdevRules: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "udev-rules", abstract: "Print rules for udev, of the readers that are known.",
    shouldDisplay: false)

  @Option(
    help: ArgumentHelp("Rows of your own besides those that are built in (docs/usb.md).", valueName: "FILE"))
  var devices: String?

  func run() throws {
    do {
      let mine = try devices.map { path throws(USBDeviceTableError) in try USBDeviceTable.read(path) }
      Console.print(Self.text(.builtIn.adding(mine ?? [])))
    } catch {
      throw ValidationError("\(error)")
    }
  }

  /// Everything but the end of the last line.
  static func text(_ table: USBDeviceTable) -> String {
    ([head] + table.rows.compactMap(rules) + [tail]).joined(separator: "\n")
  }

  private static let head = """
    # Card readers on USB: for the group dialout and for whoever sits at the machine, left alone by
    # ModemManager, and under a name that stays: /dev/pos-terminal-SERIALNUMBER.
    # Made from the table of devices by 'pos udev-rules'; do not edit.
    ACTION=="remove", GOTO="pos_terminal_end"
    SUBSYSTEM!="tty|usb", GOTO="pos_terminal_end"

    """

  private static let tail = """

    ENV{POS_TERMINAL}=="?*", MODE="0660", GROUP="dialout", TAG+="uaccess", ENV{ID_MM_DEVICE_IGNORE}="1"
    LABEL="pos_terminal_end"
    """

  /// The rules of one row; nil for what no line can be opened to, and for adapters that may have anything at
  /// their other end.
  private static func rules(_ row: USBDeviceRow) -> String? {
    let isReader = row.kind == .cdc || row.kind == .bulk || row.kind == .unknown
    guard isReader || row.kind == .adapter && !isForAnything(row) else { return nil }
    let (parents, device) = (matches(row, "ATTRS"), matches(row, "ATTR"))
    let mark = "ENV{POS_TERMINAL}=\"1\""
    let tty = #"SUBSYSTEM=="tty", KERNEL=="ttyACM[0-9]*|ttyUSB[0-9]*", \#(parents)"#
    let usb = #"SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", \#(device)"#
    // The serial number of the same device: a hub above it has one too.
    let link = #"ATTRS{serial}=="?*", SYMLINK+="pos-terminal-$attr{serial}""#
    return ["# \(row.name) (\(row.source))", "\(tty), \(mark)", "\(tty), \(link)", "\(usb), \(mark)"]
      .joined(separator: "\n")
  }

  /// Makers of adapters, not of readers.
  private static func isForAnything(_ row: USBDeviceRow) -> Bool {
    [0x0403, 0x067B, 0x10C4, 0x1A86].contains(row.vendorID)
  }

  private static func matches(_ row: USBDeviceRow, _ key: String) -> String {
    let vendor = "\(key){idVendor}==\"\(hex(row.vendorID))\""
    return row.productID.map { "\(vendor), \(key){idProduct}==\"\(hex($0))\"" } ?? vendor
  }

  private static func hex(_ number: UInt16) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
