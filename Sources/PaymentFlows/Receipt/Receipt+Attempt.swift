internal import Foundation
internal import PosProtocol

extension Receipt {
  /// The slip of an attempt of the journal.
  ///
  /// - Parameter reversals: the attempts to undo it, if any. One that was approved makes it `reversed`; one
  ///   that is open makes it `doubt`.
  public init(_ attempt: Attempt, reversals: [Attempt] = [], isReprint: Bool = false) {
    let undone = reversals.first { $0.outcome == .approved }
    self.init(
      Self.kind(attempt, reversals), amount: attempt.amount, currency: attempt.currency, time: attempt.time)
    self.isReprint = isReprint
    reversed = undone?.time
    lines = attempt.lines.map {
      Line(amount: $0.amount, purpose: $0.purpose, billID: $0.billID, paymentID: $0.paymentID)
    }
    key = attempt.key.text
    if let record = attempt.record { take(record) }
  }

  private static func kind(_ attempt: Attempt, _ reversals: [Attempt]) -> Kind {
    switch (attempt.outcome, attempt.kind) {
    case (.approved, .reversal): return .reversal
    case (.declined, _), (.notSent, _): return .declined
    case (.unknown, _): return .doubt
    case (.approved, .payment):
      if reversals.contains(where: { $0.outcome == .approved }) { return .reversed }
      return reversals.contains { $0.outcome == .unknown } ? .doubt : .receipt
    }
  }

  private mutating func take(_ record: TransactionRecord) {
    tracking = record.traceNumber.map { Self.padded($0.value, 6) }
    reference = record.hostReference?.string
    receiptNumber = record.receiptNumber.map { Self.padded($0.value, 4) }
    card = record.card
    terminal = record.terminalID.map { Self.padded($0.value, 8) }
    merchant = record.merchantNumber?.string
  }

  private static func padded(_ number: UInt32, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}

extension LedgerStore {
  /// The slip of an attempt as things stand now, its reversals counted; nil if the store does not have the
  /// key.
  public func receipt(_ key: AttemptKey, isReprint: Bool = true) async throws(JournalError) -> Receipt? {
    guard let attempt = try await attempt(key) else { return nil }
    return Receipt(attempt, reversals: try await reversals(of: key), isReprint: isReprint)
  }

  /// The attempts to undo a payment that are open or were approved: what its slip must know.
  public func reversals(of payment: AttemptKey) async throws(JournalError) -> [Attempt] {
    // Open ones first: one that ends meanwhile is then found among the approved.
    var reversals = try await unresolved().map(\.attempt).filter { $0.reverses == payment }
    if let undone = try await reversal(of: payment), let done = try await attempt(undone) {
      reversals.append(done)
    }
    return reversals
  }
}
