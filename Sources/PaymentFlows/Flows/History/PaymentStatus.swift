/// What a history says of a payment. The counter's third status stands between the guide's two.
public enum PaymentStatus: String, CaseIterable, Hashable, Sendable {
  case successful, failed, doubtful

  /// What may be said of a flow's payment in a stage.
  public init(_ stage: FlowStage) {
    switch stage {
    case .registered, .failed, .gone: self = .failed
    case .charging, .doubtful: self = .doubtful
    case .paid, .printing, .printed, .inquiring, .answered, .review: self = .successful
    }
  }

  public var englishName: String { rawValue }
  public var persianName: String {
    switch self {
    case .successful: "موفق"
    case .failed: "ناموفق"
    case .doubtful: "نامشخص"
    }
  }
}
