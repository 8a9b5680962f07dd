import PosDriver
import PosProtocol

enum ReaderTexts {
  static func terminalStatus(_ c: UInt16, _ l: Language) -> String { "\(c)" }
  static func intermediate(_ c: UInt8, _ l: Language) -> String { "\(c)" }
  static func result(_ c: ResultCode, _ l: Language) -> String { "\(c)" }
}
extension Language { var texts: Language { self } }
