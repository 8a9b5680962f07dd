import ArgumentParser
import PaymentFlows
import PosProtocol

/// `pos fine`: pays what an inquiry showed, in total or one violation.
struct FineVerb: CounterVerb {
  static let configuration = CommandConfiguration(
    commandName: "fine",
    abstract: "Pay a fine that an inquiry showed, and report it to the service.",
    discussion: """
      The service is asked first whether it is still due. Once paid it is reported until the service has it; --report \
      tries that again. Exit status as of 'pos fee'; 65 also where it is no longer due.
      """)

  @OptionGroup var options: CounterOptions
  @Option(help: ArgumentHelp("The inquiry that showed it.", valueName: "NAME"))
  var inquiry: FlowID?
  @Option(help: ArgumentHelp("Which debt of a detailed inquiry.", valueName: "REFERENCE"))
  var debt: String?
  @OptionGroup var step: PaymentStep
  @Flag(help: "Report what is paid and the service has not heard of.")
  var report = false
  @OptionGroup var output: OutputOptions

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    do throws(Complaint) {
      let counter = try await open(at: desk, tell: tell)
      guard !report else { return Self.report(try await counter.reportAll(), in: output.lang) }
      guard let inquiry else { throw Complaint(.usage, "usage", "say which: --inquiry NAME.") }
      let subject = try await counter.fine(of: inquiry, debt)
      guard let flow = subject.flow else {
        throw Complaint(.usage, "usage", "the inquiry's name is too long.")
      }
      _ = try await counter.register(.fine(subject), as: flow)
      let view = try await counter.handle(step.command, flow)
      if options.service != nil { _ = try await counter.report() }
      return Report(view, step.command, in: output.lang)
    } catch {
      return Report(error)
    }
  }

  static func report(_ settlements: [Settlement], in lang: Language) -> Report {
    let needsPerson = settlements.contains(where: \.needsPerson)
    let isOpen = settlements.contains { $0.state == .due }
    let text = settlements.map { "\($0.reference)  \($0.debt)  \($0.state.rawValue)  \($0.note ?? "")" }
    var report = Report(
      needsPerson ? .wrongData : isOpen ? .unreachable : .approved, body: nil,
      text: text.joined(separator: "\n"))
    report.items = settlements.map {
      [
        "key": .text($0.reference.text), "flow": .text($0.flow.description), "debt": .text($0.debt),
        "amount": JSON($0.amount.minorUnits), "state": .text($0.state.rawValue), "tries": JSON($0.tries),
        "note": JSON($0.note),
      ]
    }
    return report
  }
}

extension OpenCounter {
  func reportAll() async throws(Complaint) -> [Settlement] {
    do throws(CounterError) {
      let told = try await counter.report(everything: true)
      let known = Set(told.map(\.reference))
      return told + (try await counter.reportsForPerson()).filter { !known.contains($0.reference) }
    } catch {
      throw Complaint(error)
    }
  }

  /// The debt, out of the result that was shown.
  func fine(of inquiry: FlowID, _ reference: String?) async throws(Complaint) -> FineSubject {
    let view = try await handle(.resume, inquiry)
    guard let result = view.result, case .inquiry(let form) = view.flow.subject else {
      throw Complaint(.wrongData, "noResult", "that inquiry has no result yet. Open it first.")
    }
    let debt = reference.map { wanted in result.debts.first { $0.reference == wanted } } ?? result.debts.first
    guard let debt, reference != nil || result.kind == .aggregate else {
      throw Complaint(.wrongData, "noSuchDebt", "that inquiry shows no such debt. Look at its result.")
    }
    return FineSubject(inquiry: inquiry, kind: result.kind, plate: form.plate, debt: debt)
  }
}

extension FineSubject {
  /// Named after inquiry and debt, so that the same is the same payment however often it is asked for.
  var flow: FlowID? {
    FlowID(
      "\(inquiry)-" + String(debt.reference.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }))
  }
}
