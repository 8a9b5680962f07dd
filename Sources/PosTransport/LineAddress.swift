/// Where a line goes, as text that people type: `serial:/dev/ttyUSB0?baud=9600`, `tcp:127.0.0.1:20007`.
///
/// Grammar, options in any order:
/// - `serial:PATH[?baud=N&stop=1|2&parity=none|even|odd&dtr=on|off&rts=on|off&hangup=on|off]`; a bare path
///   that begins with `/` is a serial line, and so is a simulator's pseudo-terminal.
/// - `serial:PATH?id=SERIAL[&interface=N]`: the port of the USB device with this serial number, wherever it
///   is now; `serial:auto?id=SERIAL` if no path is known.
/// - `tcp:HOST:PORT`, an IPv6 address in brackets.
/// - `usb:[VID:PID[:SERIAL]][?interface=N&baud=N&stop=1|2&parity=none|even|odd]`, IDs of four hexadecimal
///   digits.
/// - `replay:PATH[?side=terminal|register&gaps=original|none|MILLISECONDS&loop=on&connection=N]`.
public enum LineAddress: Hashable, Sendable {
  case serial(path: String, settings: SerialSettings)
  case tcp(host: String, port: Int)
  /// Through libusb, without a kernel driver; needs the package trait `USB`.
  case usb(USBAddress)
  /// A recorded conversation instead of a line.
  case replay(path: String, ReplaySettings)
}

/// Line settings; the default is ZVT's 9600 8N2 (PA00P016 §2.1).
///
/// A pseudo-terminal drops parity and baud silently, which is no error.
public struct SerialSettings: Hashable, Sendable {
  /// The parity bit, as addresses spell it.
  public enum Parity: String, CaseIterable, Sendable { case none, even, odd }

  /// Bits a second, any positive number.
  public var baud: Int
  /// 1 or 2.
  public var stopBits: Int
  public var parity: Parity
  /// What the modem lines are set to after opening; nil: as the driver has them, which is on for most.
  public var dtr: Bool?
  public var rts: Bool?
  /// The serial number of a USB adapter or reader. The port is then looked for by it, and the path is no more
  /// than where it was last.
  public var id: String?
  /// Which of that device's ports, by its bInterfaceNumber; nil: the first, or the path if it is one of them.
  public var interface: UInt8?
  /// Whether closing the port, or the death of this program, lowers DTR and RTS. Off, since some readers
  /// restart at that; then the next program that opens the port changes neither.
  public var hangsUp = false

  public init(baud: Int = 9600, stopBits: Int = 2, parity: Parity = .none) {
    (self.baud, self.stopBits, self.parity) = (baud, stopBits, parity)
  }
}
