import PaymentFlows
import Testing

/// The decision tables, walked completely.
@Suite struct FlowTableTests {
  /// Stages to which a flow of this kind can come.
  static func stages(_ kind: FlowKind) -> Set<FlowStage> {
    var (known, fresh): (Set<FlowStage>, Set<FlowStage>) = ([], [.registered])
    while !fresh.isEmpty {
      known.formUnion(fresh)
      fresh = Set(FlowTable.rows(kind).filter { fresh.contains($0.stage) }.map(\.next)).subtracting(known)
    }
    return known
  }

  static func rows(_ kind: FlowKind, _ stage: FlowStage, _ event: FlowEvent) -> [FlowTable.Row] {
    FlowTable.rows(kind).filter { $0.stage == stage && $0.events.contains(event) }
  }

  /// The events that the acts of rows into a stage may end with.
  static func results(_ kind: FlowKind, in stage: FlowStage) -> Set<FlowEvent> {
    Set(FlowTable.rows(kind).filter { $0.next == stage }.flatMap(\.act.results))
  }

  @Test(arguments: FlowKind.allCases)
  func everyCommandHasOneRowInEveryStage(kind: FlowKind) {
    for stage in Self.stages(kind) {
      for event in FlowEvent.commands + [.resume] {
        #expect(Self.rows(kind, stage, event).count == 1, "\(stage) \(event)")
      }
    }
  }

  @Test(arguments: FlowKind.allCases)
  func everyResultHasOneRowWhereItArrives(kind: FlowKind) {
    for row in FlowTable.rows(kind) {
      for result in row.act.results {
        #expect(Self.rows(kind, row.next, result).count == 1, "\(row.next) \(result) of \(row.act)")
      }
    }
  }

  @Test(arguments: FlowKind.allCases)
  func nothingElseCanHappen(kind: FlowKind) {
    let possible = Self.stages(kind)
    for stage in FlowStage.allCases {
      for event in FlowEvent.allCases {
        let rows = Self.rows(kind, stage, event)
        var machine = FlowMachine(kind, at: stage)
        let action = machine.handle(event)
        guard possible.contains(stage), let row = rows.first else {
          if possible.contains(stage) { #expect(action == nil && machine.stage == stage) }
          continue
        }
        #expect(rows.count == 1)
        #expect(machine.stage == row.next)
        #expect(action?.step == (row.next == stage ? nil : row.next))
        #expect(action?.act == row.act)
        let isWish = FlowEvent.commands.contains(event) || event == .resume
        #expect(isWish || Self.results(kind, in: stage).contains(event), "\(stage) \(event) has no cause")
      }
    }
  }

  @Test(arguments: FlowKind.allCases)
  func everyStageOfTheKindIsReachable(kind: FlowKind) {
    let named = Set(FlowTable.rows(kind).map(\.stage))
    #expect(named == Self.stages(kind))
    #expect(named.contains(.inquiring) == (kind == .inquiry))
  }

  /// From wherever a flow stands, a person who goes on brings it to an end.
  @Test(arguments: FlowKind.allCases)
  func everyStageCanComeHome(kind: FlowKind) {
    let home: Set<FlowStage> = kind == .inquiry ? [.answered, .gone] : [.printed, .gone]
    var (known, before): (Set<FlowStage>, Int) = (home, 0)
    while known.count > before {
      before = known.count
      known.formUnion(FlowTable.rows(kind).filter { known.contains($0.next) }.map(\.stage))
    }
    #expect(known.isSuperset(of: Self.stages(kind)))
  }

  /// The reader is asked for money only from a step that is on disk, and only where nothing can have been
  /// charged.
  @Test(arguments: FlowKind.allCases)
  func chargesOnlyAfterANewStep(kind: FlowKind) {
    for row in FlowTable.rows(kind) where row.act == .charge {
      #expect(row.next == .charging && row.stage != .charging)
      #expect([.registered, .failed].contains(row.stage))
      #expect(row.events == [.pay] || row.events == [.due])
    }
    for row in FlowTable.rows(kind) where row.events.contains(.resume) {
      #expect([.none, .lookUp].contains(row.act), "a start charges, prints and asks nothing: \(row)")
    }
  }

  /// No result before the paper.
  @Test func opensOnlyBehindTheGate() {
    for row in FlowTable.rows(.inquiry) where row.act == .inquire || row.act == .show {
      #expect([.printed, .review, .inquiring, .answered].contains(row.stage))
    }
    let into = FlowTable.rows(.inquiry).filter { $0.next == .printed && $0.stage != .printed }
    #expect(into.map(\.events) == [[.printed]])
  }

  @Test func offersWhatCanBeDone() {
    #expect(FlowMachine(.inquiry).commands == [.pay])
    #expect(FlowMachine(.inquiry, at: .failed).commands == [.pay])
    #expect(FlowMachine(.inquiry, at: .doubtful).commands == [.confirm])
    #expect(FlowMachine(.inquiry, at: .paid).commands == [.print])
    #expect(FlowMachine(.inquiry, at: .printed).commands == [.print, .open])
    #expect(FlowMachine(.inquiry, at: .review).commands == [.print, .open])
    #expect(FlowMachine(.fine, at: .printed).commands == [.print])
    #expect(FlowMachine(.bills, at: .gone).commands == [])
  }
}
