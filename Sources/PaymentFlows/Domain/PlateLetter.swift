/// The letter on a plate; it says whose vehicle it is.
public struct PlateLetter: Hashable, Sendable {
  /// As it is stored: one letter, or `الف`.
  public let text: String
  public let kind: PlateKind

  /// Accepts Arabic forms of ی and ک, `ا` for `الف`, a lengthened `هـ`, and small d and s; nil for a letter
  /// that no plate has.
  public init?(_ text: String) {
    let letter = PersianText.normalised(TypedText.plain(text)).filter { $0 != "\u{0640}" }.uppercased()
    let name = letter == "ا" || letter == "آ" ? "الف" : letter
    guard let kind = PlateKind.allCases.first(where: { $0.letters.contains(name) }) else { return nil }
    (self.text, self.kind) = (name, kind)
  }

  /// As it is painted: a ه that stands alone is lengthened.
  public var shown: String { text == "ه" ? "هـ" : text }
}

/// Whose vehicle a plate names.
public enum PlateKind: String, CaseIterable, Hashable, Sendable {
  case privateOwner, government, taxi, publicTransport, agricultural, police, guards, army, defenceMinistry
  case generalStaff, temporary, disabled, diplomat, service

  /// The letters of this kind.
  public var letters: [String] { Self.table[self]?.letters ?? [] }
  public var englishName: String { Self.table[self]?.english ?? "" }
  public var persianName: String { Self.table[self]?.persian ?? "" }

  private struct Entry {
    let letters: [String], persian: String, english: String
    init(_ letters: [String], _ persian: String, _ english: String) {
      (self.letters, self.persian, self.english) = (letters, persian, english)
    }
  }

  private static let table: [PlateKind: Entry] = [
    .privateOwner: Entry(
      ["ب", "ج", "د", "س", "ص", "ط", "ق", "ل", "م", "ن", "و", "ه", "ی"], "شخصی", "private"),
    .government: Entry(["الف"], "دولتی", "government"),
    .taxi: Entry(["ت"], "تاکسی", "taxi"),
    .publicTransport: Entry(["ع"], "عمومی", "public transport"),
    .agricultural: Entry(["ک"], "کشاورزی", "agricultural"),
    .police: Entry(["پ"], "پلیس", "police"),
    .guards: Entry(["ث"], "سپاه پاسداران", "revolutionary guards"),
    .army: Entry(["ش"], "ارتش", "army"),
    .defenceMinistry: Entry(["ز"], "وزارت دفاع", "ministry of defence"),
    .generalStaff: Entry(["ف"], "ستاد کل نیروهای مسلح", "general staff"),
    .temporary: Entry(["گ"], "گذر موقت", "temporary"),
    .disabled: Entry(["ژ"], "معلولان و جانبازان", "disabled"),
    .diplomat: Entry(["D"], "سیاسی", "diplomat"),
    .service: Entry(["S"], "سرویس", "service"),
  ]
}
