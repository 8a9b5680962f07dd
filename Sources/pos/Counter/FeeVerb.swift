import ArgumentParser
import PaymentFlows

/// What is to be done to a payment that is registered: pay it (again), settle its doubt, or print it.
struct PaymentStep: ParsableArguments {
  @Flag(help: "Confirm the transaction (تایید تراکنش): ask the reader what became of it.")
  var confirm = false
  @Flag(help: "Print its receipt.")
  var receipt = false

  var command: FlowEvent { confirm ? .confirm : receipt ? .print : .pay }

  func validate() throws {
    if confirm, receipt { throw ValidationError("Give --confirm or --receipt.") }
  }
}

/// `pos fee`: the fee of an inquiry.
struct FeeVerb: CounterVerb {
  static let configuration = CommandConfiguration(
    commandName: "fee",
    abstract: "Take the fee of an inquiry (again), confirm it, or print its receipt.",
    discussion: """
      Without a flag it pays, and pays again only what provably was not charged. Exit status: 0 done, 1 declined, \
      65 it is paid already or the name is wrong, 69 reader or printer cannot be reached, 75 in doubt (--confirm), \
      76 a doubt has to be confirmed first.
      """)

  @OptionGroup var options: CounterOptions
  @Option(help: ArgumentHelp("The inquiry's name.", valueName: "NAME"))
  var id: FlowID
  @OptionGroup var step: PaymentStep
  @OptionGroup var output: OutputOptions

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    do throws(Complaint) {
      let counter = try await open(at: desk, tell: tell)
      return Report(try await counter.handle(step.command, id), step.command, in: output.lang)
    } catch {
      return Report(error)
    }
  }
}
