import ArgumentParser
import PosTransport

/// `pos serve`: the verbs as lines of JSON, for a till in any language.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Answer JSON lines on standard input with JSON lines on standard output.",
    discussion: """
      One request a line: {"id":1,"verb":"pay","key":"order-7","amount":1500000}. The members are the verb's options \
      without their dashes. While it runs come events, at last one result (docs/serve.md). At the input's end \
      everything asked before is answered, then it exits.
      """)

  @Flag(help: "Serve standard input and output, the only way there is.")
  var stdio = false

  @OptionGroup var shared: ServeDefaults

  func validate() throws {
    guard stdio else { throw ValidationError("Say where to serve: --stdio.") }
  }

  func run() async throws {
    Console.surviveBrokenPipes()
    let (desk, shared) = (Desk(isLasting: true), shared)
    let session = ServeSession(
      desk: desk, defaults: { shared.arguments(for: $0) }, write: { Console.print($0.line) })
    let watch = SignalWatch { times in
      guard times == 1 else { Console.leave(.unknown) }
      // With nothing to stop it is for `serve` itself; the journal has what matters.
      if !session.cancel() { Console.leave(.approved) }
    }
    await session.run(LineSource.lines())
    await desk.close()
    await LineClosing.finish()
    watch.stop()
  }
}
