public import PosProtocol

/// The bank that a card's first six digits name. Information for people only: banks merge and numbers move,
/// so nothing is decided by it.
///
/// - Spec: no official list is public; these rows are those on which the tables of two public projects agree
///   (github.com/mm580486/mellat, github.com/mohammadahmadifar/snapp).
public struct CardIssuer: Hashable, Sendable {
  public let persianName: String
  public let englishName: String

  /// Nil for a number that the table does not have, or whose first digits are masked.
  public init?(of card: MaskedCardNumber) {
    let head = card.digits.prefix(6)
    guard head.count == 6, head.allSatisfy({ $0 <= 9 }),
      let issuer = Self.table[head.reduce(0) { $0 * 10 + Int($1) }]
    else { return nil }
    self = issuer
  }

  private init(_ persianName: String, _ englishName: String) {
    (self.persianName, self.englishName) = (persianName, englishName)
  }

  private static let table: [Int: CardIssuer] = [
    502_229: CardIssuer("بانک پاسارگاد", "Bank Pasargad"),
    502_806: CardIssuer("بانک شهر", "City Bank"),
    502_908: CardIssuer("بانک توسعه تعاون", "Tose'e Ta'avon Bank"),
    502_938: CardIssuer("بانک دی", "Day Bank"),
    589_210: CardIssuer("بانک سپه", "Bank Sepah"),
    589_463: CardIssuer("بانک رفاه", "Refah Bank"),
    603_769: CardIssuer("بانک صادرات", "Bank Saderat"),
    603_770: CardIssuer("بانک کشاورزی", "Bank Keshavarzi"),
    603_799: CardIssuer("بانک ملی", "Bank Melli"),
    610_433: CardIssuer("بانک ملت", "Bank Mellat"),
    621_986: CardIssuer("بانک سامان", "Saman Bank"),
    622_106: CardIssuer("بانک پارسیان", "Parsian Bank"),
    627_353: CardIssuer("بانک تجارت", "Tejarat Bank"),
    627_381: CardIssuer("بانک انصار", "Ansar Bank"),
    627_412: CardIssuer("بانک اقتصاد نوین", "EN Bank"),
    627_488: CardIssuer("بانک کارآفرین", "Karafarin Bank"),
    627_648: CardIssuer("بانک توسعه صادرات", "Export Development Bank"),
    627_760: CardIssuer("پست بانک", "Post Bank"),
    627_961: CardIssuer("بانک صنعت و معدن", "Bank of Industry and Mine"),
    628_023: CardIssuer("بانک مسکن", "Bank Maskan"),
    639_346: CardIssuer("بانک سینا", "Sina Bank"),
    639_370: CardIssuer("بانک مهر اقتصاد", "Mehr Eghtesad Bank"),
    639_607: CardIssuer("بانک سرمایه", "Sarmayeh Bank"),
  ]
}
