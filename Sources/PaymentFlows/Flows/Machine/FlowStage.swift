/// How far a flow has come. Each is a row in the store, written before what it announces is done.
public enum FlowStage: String, CaseIterable, Hashable, Sendable {
  /// Validated; nothing was asked of the reader.
  case registered
  /// The reader is being asked for the money, or was when the process died.
  case charging
  /// The last attempt is over and nothing was charged: pay again.
  case failed
  /// Nobody knows yet whether the last attempt was charged: confirm the transaction, never pay again.
  case doubtful
  /// Charged. Its receipt is not printed yet.
  case paid
  /// The receipt goes to the printer, or went when the process died.
  case printing
  /// The citizen has the receipt. An inquiry's result may be opened.
  case printed
  /// The service is being asked for the result of an inquiry.
  case inquiring
  /// The result is here.
  case answered
  /// The fee is paid and no result came: it can be completed later without a second fee.
  case review
  /// What was to be paid is no longer due as it was shown: paid elsewhere, or changed. Nothing was charged.
  case gone
}

/// What a flow is for.
public enum FlowKind: String, CaseIterable, Hashable, Sendable {
  /// A fee, then the result that it pays for.
  case inquiry
  /// A debt that an inquiry found, settled at once.
  case fine
  /// One bill, or several with one card payment.
  case bills
}
