internal import Foundation
internal import PosProtocol

/// What support needs to know of a payment, so that nobody has to ask. Of the card it says nothing.
public struct TicketRecord: Codable, Hashable, Sendable {
  public let key: String
  public let kind: String
  public let outcome: String
  public let reader: String
  /// Minor units.
  public let amount: UInt64
  /// ISO 4217, numeric.
  public let currency: UInt16
  /// Why the outcome is what it is, in a stable word.
  public let note: String?
  /// Milliseconds since 1970, UTC.
  public let started: Int64, time: Int64
  public let receiptNumber: UInt32?, traceNumber: UInt32?, terminalID: String?
  /// The acquirer's reference (RRN).
  public let hostReference: String?

  init(_ attempt: Attempt) {
    (key, kind) = (attempt.key.text, attempt.kind.rawValue)
    (outcome, reader) = (attempt.outcome.rawValue, attempt.reader)
    (amount, currency) = (attempt.amount.minorUnits, attempt.currency.numericCode)
    note = attempt.note.map { TicketText.masked($0) }
    (started, time) = (Journal.milliseconds(attempt.started), Journal.milliseconds(attempt.time))
    (receiptNumber, traceNumber) = (attempt.record?.receiptNumber?.value, attempt.record?.traceNumber?.value)
    terminalID = attempt.record?.terminalID.map { "\($0.value)" }
    hostReference = attempt.record?.hostReference.map { TicketText.masked($0.safeText) }
  }

  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  init?(json: String) {
    guard let record = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else { return nil }
    self = record
  }
}
