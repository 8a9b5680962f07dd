/// What a look at a reversal came to.
public struct ReversalReport: Hashable, Sendable {
  /// How far it is now.
  public var task: ReversalTask
  /// The try, if there was one.
  public var attempt: PaymentReport?
  /// Why it could not be looked at, or its progress not be kept.
  public var error: PaymentError?
}
