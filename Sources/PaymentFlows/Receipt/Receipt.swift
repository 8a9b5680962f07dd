/// What the citizen gets: a receipt for an approved payment, otherwise a slip that says plainly what is known.
public struct Receipt: Hashable, Sendable {
  public enum Language: String, CaseIterable, Hashable, Sendable { case persian, english }
  /// Columns of the paper.
  public enum Width: Int, CaseIterable, Hashable, Sendable {
    case narrow = 32
    case wide = 40
  }
  /// Only `receipt` proves a payment.
  public enum Kind: Hashable, Sendable { case receipt, reversal, declined, doubt }

  public let attempt: Attempt
  public let isReprint: Bool

  public init(_ attempt: Attempt, isReprint: Bool = false) {
    (self.attempt, self.isReprint) = (attempt, isReprint)
  }

  public var kind: Kind {
    switch (attempt.outcome, attempt.kind) {
    case (.approved, .payment): .receipt
    case (.approved, .reversal): .reversal
    case (.declined, _), (.notSent, _): .declined
    case (.unknown, _): .doubt
    }
  }

  /// The slip, one string a line, each `width` columns wide at most.
  public func lines(_ language: Language, width: Width = .wide) -> [String] { [] }

  public func text(_ language: Language, width: Width = .wide) -> String {
    lines(language, width: width).joined(separator: "\n") + "\n"
  }
}
