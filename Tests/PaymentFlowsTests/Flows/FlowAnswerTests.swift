import PaymentFlows
import Testing

/// The decision tables once more, from the side of the person at the counter.
@Suite struct FlowAnswerTests {
  /// Why a command is not carried out; nil: it is.
  static func refusal(_ kind: FlowKind, _ stage: FlowStage, _ command: FlowEvent) -> FlowRefusal? {
    switch (stage, command) {
    case (.gone, _): .gone
    case (.charging, _), (.printing, _), (.inquiring, _): .running
    case (.doubtful, .confirm): nil
    case (.doubtful, _): .doubtful
    case (_, .confirm): .nothingToConfirm
    case (.registered, .pay), (.failed, .pay): nil
    case (.registered, _), (.failed, _): .notPaid
    case (_, .pay): .paid
    case (_, .print): nil
    case (.paid, _): .receiptFirst
    default: kind == .inquiry ? nil : .nothingToOpen
    }
  }

  @Test(arguments: FlowKind.allCases)
  func whatIsRefusedSaysWhy(kind: FlowKind) {
    for stage in FlowTableTests.stages(kind) {
      for command in FlowEvent.commands {
        var machine = FlowMachine(kind, at: stage)
        let action = machine.handle(command)
        if let refusal = Self.refusal(kind, stage, command) {
          #expect(action?.act == .refuse(refusal) && machine.stage == stage, "\(stage) \(command)")
        } else {
          #expect(
            action?.act.results.isEmpty == (stage == .answered && command == .open), "\(stage) \(command)")
        }
      }
    }
  }

  struct Step: Sendable {
    let from: FlowStage, event: FlowEvent, to: FlowStage, act: FlowAct

    init(_ from: FlowStage, _ event: FlowEvent, _ to: FlowStage, _ act: FlowAct = .none) {
      (self.from, self.event, self.to, self.act) = (from, event, to, act)
    }
  }

  static let paying = [
    Step(.registered, .pay, .charging, .charge), Step(.failed, .pay, .charging, .charge),
  ]
  static let checking = [
    Step(.registered, .pay, .registered, .check), Step(.failed, .pay, .failed, .check),
    Step(.registered, .due, .charging, .charge), Step(.failed, .due, .charging, .charge),
    Step(.registered, .changed, .gone), Step(.failed, .changed, .gone),
    Step(.registered, .noAnswer, .registered, .refuse(.serviceSilent)),
    Step(.failed, .noAnswer, .failed, .refuse(.serviceSilent)),
  ]
  static let common = [
    Step(.registered, .resume, .registered), Step(.failed, .resume, .failed, .lookUp),
    Step(.failed, .approved, .paid), Step(.failed, .unknown, .doubtful),
    Step(.failed, .declined, .failed), Step(.failed, .nothing, .failed),
    Step(.charging, .resume, .charging, .lookUp), Step(.charging, .approved, .paid),
    Step(.charging, .declined, .failed), Step(.charging, .nothing, .failed),
    Step(.charging, .unknown, .doubtful), Step(.charging, .elsewhere, .gone),
    Step(.doubtful, .confirm, .doubtful, .ask), Step(.doubtful, .resume, .doubtful, .lookUp),
    Step(.doubtful, .approved, .paid), Step(.doubtful, .declined, .failed),
    Step(.doubtful, .unknown, .doubtful), Step(.doubtful, .nothing, .doubtful),
    Step(.paid, .print, .printing, .print), Step(.paid, .resume, .paid),
    Step(.printing, .printed, .printed), Step(.printing, .notPrinted, .paid),
    Step(.printing, .resume, .paid), Step(.printed, .print, .printed, .reprint),
    Step(.printed, .printed, .printed), Step(.printed, .notPrinted, .printed),
    Step(.printed, .resume, .printed), Step(.gone, .resume, .gone),
  ]
  static let opening = [
    Step(.printed, .open, .inquiring, .inquire), Step(.inquiring, .answer, .answered, .show),
    Step(.inquiring, .noAnswer, .review), Step(.inquiring, .resume, .review),
    Step(.review, .open, .inquiring, .inquire), Step(.review, .print, .review, .reprint),
    Step(.review, .printed, .review), Step(.review, .notPrinted, .review), Step(.review, .resume, .review),
    Step(.answered, .open, .answered, .show), Step(.answered, .print, .answered, .reprint),
    Step(.answered, .printed, .answered), Step(.answered, .notPrinted, .answered),
    Step(.answered, .resume, .answered),
  ]

  /// Everything that is not refused to a person stands here, and nothing else happens.
  @Test(arguments: [
    (FlowKind.inquiry, paying + common + opening), (.fine, checking + common), (.bills, paying + common),
  ])
  func whatHappensIsWhatIsMeant(kind: FlowKind, steps: [Step]) {
    for step in steps {
      var machine = FlowMachine(kind, at: step.from)
      #expect(machine.handle(step.event)?.act == step.act, "\(step)")
      #expect(machine.stage == step.to, "\(step)")
    }
    let refused = FlowTableTests.stages(kind).reduce(0) { sum, stage in
      sum + FlowEvent.commands.count { Self.refusal(kind, stage, $0) != nil }
    }
    #expect(FlowTable.rows(kind).reduce(0) { $0 + $1.events.count } == steps.count + refused)
  }

  @Test func anActEndsWithWhatBelongsToIt() {
    #expect(FlowAct.check.results == [.due, .changed, .noAnswer])
    #expect(FlowAct.charge.results == [.approved, .declined, .unknown, .elsewhere])
    for act in [FlowAct.lookUp, .ask] { #expect(act.results == [.approved, .declined, .unknown, .nothing]) }
    for act in [FlowAct.print, .reprint] { #expect(act.results == [.printed, .notPrinted]) }
    #expect(FlowAct.inquire.results == [.answer, .noAnswer])
    for act in [FlowAct.none, .show, .refuse(.gone)] { #expect(act.results.isEmpty) }
  }
}
