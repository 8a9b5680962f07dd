/// The decision tables of the counter's flows. Every command has one row in every stage; every result of an
/// act has one row in the stage in which the act is done; nothing else can happen.
public enum FlowTable {
  /// One row. If the stage changes, that is on disk before the act is done.
  public struct Row: Hashable, Sendable {
    public let stage: FlowStage
    public let events: [FlowEvent]
    public let next: FlowStage
    public let act: FlowAct

    init(_ stage: FlowStage, _ events: FlowEvent..., next: FlowStage? = nil, act: FlowAct = .none) {
      (self.stage, self.events, self.next, self.act) = (stage, events, next ?? stage, act)
    }

    static func refuse(_ stage: FlowStage, _ events: FlowEvent..., because refusal: FlowRefusal) -> Row {
      Row(stage, events, refusal)
    }

    private init(_ stage: FlowStage, _ events: [FlowEvent], _ refusal: FlowRefusal) {
      (self.stage, self.events, next, act) = (stage, events, stage, .refuse(refusal))
    }
  }

  /// The rows of a kind of flow.
  public static func rows(_ kind: FlowKind) -> [Row] {
    switch kind {
    case .inquiry: paying(.charging, .charge) + charging + papers + results + gone
    case .fine: paying(nil, .check) + checking + charging + papers + noResults + gone
    case .bills: paying(.charging, .charge) + charging + papers + noResults + gone
    }
  }

  /// Before the money moved. "Pay again" exists only after what provably charged nothing.
  private static func paying(_ next: FlowStage?, _ act: FlowAct) -> [Row] {
    [
      Row(.registered, .pay, next: next, act: act),
      Row(.registered, .resume),
      .refuse(.registered, .confirm, because: .nothingToConfirm),
      .refuse(.registered, .print, .open, because: .notPaid),
      Row(.failed, .pay, next: next, act: act),
      // It may have come late, to a process that died with it.
      Row(.failed, .resume, act: .lookUp),
      Row(.failed, .approved, next: .paid),
      Row(.failed, .unknown, next: .doubtful),
      Row(.failed, .declined, .nothing),
      .refuse(.failed, .confirm, because: .nothingToConfirm),
      .refuse(.failed, .print, .open, because: .notPaid),
    ]
  }

  /// A debt is looked at once more before the reader is asked.
  private static let checking = [
    Row(.registered, .due, next: .charging, act: .charge),
    Row(.failed, .due, next: .charging, act: .charge),
    Row(.registered, .changed, next: .gone),
    Row(.failed, .changed, next: .gone),
    .refuse(.registered, .noAnswer, because: .serviceSilent),
    .refuse(.failed, .noAnswer, because: .serviceSilent),
  ]

  private static let charging = [
    .refuse(.charging, .pay, .confirm, .print, .open, because: .running),
    // Its process died: the journal knows whether a byte may have left.
    Row(.charging, .resume, act: .lookUp),
    Row(.charging, .approved, next: .paid),
    Row(.charging, .declined, .nothing, next: .failed),
    Row(.charging, .unknown, next: .doubtful),
    Row(.charging, .elsewhere, next: .gone),
    .refuse(.doubtful, .pay, .print, .open, because: .doubtful),
    Row(.doubtful, .confirm, act: .ask),
    // Another process, or a person, may have settled it.
    Row(.doubtful, .resume, act: .lookUp),
    Row(.doubtful, .approved, next: .paid),
    Row(.doubtful, .declined, next: .failed),
    Row(.doubtful, .unknown, .nothing),
  ]

  /// The gate: no result before the receipt of the service is printed.
  private static let papers = [
    .refuse(.paid, .pay, because: .paid),
    .refuse(.paid, .confirm, because: .nothingToConfirm),
    .refuse(.paid, .open, because: .receiptFirst),
    Row(.paid, .print, next: .printing, act: .print),
    Row(.paid, .resume),
    .refuse(.printing, .pay, .confirm, .print, .open, because: .running),
    Row(.printing, .printed, next: .printed),
    // Perhaps there is a paper: another one does no harm, none would.
    Row(.printing, .notPrinted, .resume, next: .paid),
    .refuse(.printed, .pay, because: .paid),
    .refuse(.printed, .confirm, because: .nothingToConfirm),
    Row(.printed, .print, act: .reprint),
    Row(.printed, .printed, .notPrinted, .resume),
  ]

  private static let results = [
    Row(.printed, .open, next: .inquiring, act: .inquire),
    .refuse(.inquiring, .pay, .confirm, .print, .open, because: .running),
    Row(.inquiring, .answer, next: .answered, act: .show),
    Row(.inquiring, .noAnswer, .resume, next: .review),
    .refuse(.review, .pay, because: .paid),
    .refuse(.review, .confirm, because: .nothingToConfirm),
    Row(.review, .open, next: .inquiring, act: .inquire),
    Row(.review, .print, act: .reprint),
    Row(.review, .printed, .notPrinted, .resume),
    .refuse(.answered, .pay, because: .paid),
    .refuse(.answered, .confirm, because: .nothingToConfirm),
    Row(.answered, .open, act: .show),
    Row(.answered, .print, act: .reprint),
    Row(.answered, .printed, .notPrinted, .resume),
  ]

  private static let noResults = [Row.refuse(.printed, .open, because: .nothingToOpen)]

  private static let gone = [
    Row(.gone, .resume),
    .refuse(.gone, .pay, .confirm, .print, .open, because: .gone),
  ]
}
