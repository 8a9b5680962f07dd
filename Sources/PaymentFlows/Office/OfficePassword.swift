internal import Foundation

/// A password as it was typed. It prints and encodes itself nowhere.
public struct OfficePassword: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  let text: String

  /// Why a password is refused before anything is asked.
  public enum Fault: String, Error, CaseIterable, Hashable, Sendable {
    case tooShort, tooLong
    /// A control character, which no keyboard of a counter types on purpose.
    case control
    /// It is the office's own code.
    case isCode
  }

  /// Takes what was typed: composed, with ASCII digits and one spelling of ی and ک, so that it is the same on
  /// every keyboard.
  ///
  /// - Throws: `.tooLong` or `.control`; a hash has no use for them.
  public init(typed text: String) throws(Fault) {
    let plain = PersianText.normalised(text.precomposedStringWithCanonicalMapping)
    guard plain.utf8.count <= Self.longest else { throw .tooLong }
    guard !plain.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      throw .control
    }
    self.text = plain
  }

  /// What a new password must be besides: 8 characters at least, and not the office's code.
  func checkAsNew(for code: OfficeCode) throws(Fault) {
    guard text.count >= Self.fewest else { throw .tooShort }
    guard text.uppercased() != code.description else { throw .isCode }
  }

  /// Bytes of UTF-8.
  public static let longest = 256
  /// Characters of a new password.
  public static let fewest = 8

  public var description: String { "(password)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension OfficePassword.Fault {
  /// One line for people: what is wrong, and what to do.
  public var message: String {
    switch self {
    case .tooShort: "the password is too short. Take at least \(OfficePassword.fewest) characters."
    case .tooLong: "the password is too long. Take at most \(OfficePassword.longest) bytes."
    case .control: "the password has a character that cannot be typed. Type it again."
    case .isCode: "the password is the office's code. Take another one."
    }
  }
}
