/// What of a history is wanted.
public struct FlowQuery: Hashable, Sendable {
  /// Nil: all.
  public var category: FlowCategory?
  /// Nil: all. Of inquiries: the state of the fee.
  public var status: PaymentStatus?
  /// Rows in which each of these words stands: in applicant, name, tracking number, reference number or key.
  public var search: [String]
  /// From 0. A page costs what lies before it; name the row before it where that is much.
  public var page: Int
  /// The last row of the page before this one: the key of a payment, the name of an inquiry.
  public var before: String?
  /// Rows on a page, 1 to 1,000.
  public var pageSize: Int
  /// Inquiries only: those that need a review.
  public var isReviewOnly = false

  /// - Parameter search: what was typed; digits and letters of any keyboard.
  public init(
    category: FlowCategory? = nil, status: PaymentStatus? = nil, search: String = "", page: Int = 0,
    pageSize: Int = 20
  ) {
    (self.category, self.status) = (category, status)
    self.search = Self.searchable(search).split(separator: " ").prefix(8).map(String.init)
    self.page = min(max(0, page), 1_000_000)
    self.pageSize = min(max(1, pageSize), 1000)
  }

  /// One spelling for what is typed alike: letters of either keyboard, ASCII digits, no marks that nobody
  /// sees.
  static func searchable(_ text: String) -> String {
    let plain = PersianText.normalised(text).lowercased().unicodeScalars
      .filter { $0.properties.generalCategory != .format }
    return String(String.UnicodeScalarView(plain))
  }
}

/// A page of a history.
public struct FlowPage<Row: Hashable & Sendable>: Hashable, Sendable {
  public let rows: [Row]
  /// The number of the first row in the whole list, from 1.
  public let first: Int
  public let hasMore: Bool

  init(_ query: FlowQuery, _ rows: [Row]) {
    self.rows = Array(rows.prefix(query.pageSize))
    (first, hasMore) = (query.page * query.pageSize + 1, rows.count > query.pageSize)
  }
}
