/// Runs everything and prints a report in Markdown. With `--short` a tenth of it, to see that it runs; with
/// `--plots FOLDER` pictures of it too.
@main struct Bench {
  static func main() async throws {
    let isShort = CommandLine.arguments.contains("--short")
    let samples = isShort ? 5 : 51
    benchChecksum(samples: samples)
    benchFramer(samples: samples)
    benchMessage(samples: samples)
    benchTrace(samples: samples)
    benchPayment(samples: samples)
    try await benchLine(blocks: isShort ? 4 : 20, rounds: isShort ? 100 : 500)
    try await benchPaymentLine(blocks: isShort ? 4 : 20, rounds: isShort ? 20 : 50)
  }
}
