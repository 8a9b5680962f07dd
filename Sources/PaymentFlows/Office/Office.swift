public import Foundation

/// A counter office as the journal keeps it, without its password.
public struct Office: Hashable, Sendable {
  public let code: OfficeCode
  public var profile: OfficeProfile
  public let created: Date
  /// Nil before the first.
  public var lastSignIn: Date?
  public var lockout: Lockout
}

/// What an office says of itself.
public struct OfficeProfile: Hashable, Sendable {
  /// As it stands on the door; not blank.
  public let name: String
  public let city: String?, phone: String?

  /// Takes each text without spaces around and control characters, and at most 120 characters of it. Returns
  /// nil if the name says nothing.
  public init?(name: String, city: String? = nil, phone: String? = nil) {
    let tidy = { (text: String) in TypedLine.tidy(text, longest: 120) }
    self.name = tidy(name)
    self.city = city.map(tidy).flatMap { $0.isEmpty ? nil : $0 }
    self.phone = phone.map { PersianDigits.normalised(tidy($0)) }.flatMap { $0.isEmpty ? nil : $0 }
    guard !self.name.isEmpty else { return nil }
  }
}
