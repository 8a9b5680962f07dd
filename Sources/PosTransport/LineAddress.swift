/// Where a line goes, as text that people type: `serial:/dev/ttyUSB0?baud=9600`, `tcp:127.0.0.1:20007`.
///
/// - Grammar: `serial:PATH[?baud=N&stop=1|2&parity=none|even|odd]`, `tcp:HOST:PORT` (IPv6 in brackets). A
///   bare path that begins with `/` is a serial line; a simulator's pseudo-terminal is a serial line.
public enum LineAddress: Hashable, Sendable {
  case serial(path: String, settings: SerialSettings)
  case tcp(host: String, port: Int)
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

  public init(baud: Int = 9600, stopBits: Int = 2, parity: Parity = .none) {
    (self.baud, self.stopBits, self.parity) = (baud, stopBits, parity)
  }
}
