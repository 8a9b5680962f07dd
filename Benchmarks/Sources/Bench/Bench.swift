/// Runs everything and prints a report in Markdown. With `--short` a tenth of it, to see that it runs; with
/// `--plots FOLDER` pictures of it too, with `--only NAME` one of them.
@main struct Bench {
  static func main() async throws {
    let isShort = CommandLine.arguments.contains("--short")
    let samples = isShort ? 5 : 51
    let (blocks, rounds) = isShort ? (4, 100) : (20, 500)
    let all: [(name: String, run: () async throws -> Void)] = [
      ("checksum", { benchChecksum(samples: samples) }), ("framer", { benchFramer(samples: samples) }),
      ("message", { benchMessage(samples: samples) }), ("trace", { benchTrace(samples: samples) }),
      ("payment", { benchPayment(samples: samples) }),
      ("line", { try await benchLine(blocks: blocks, rounds: rounds) }),
      ("reconnect", { try await benchReconnect(rounds: isShort ? 5 : 50) }),
      ("journal", { try await benchJournal(blocks: isShort ? 3 : 15, rounds: isShort ? 60 : 300) }),
      ("postgres", { try await benchPostgres(blocks: isShort ? 3 : 15, rounds: isShort ? 60 : 300) }),
      (
        "history",
        {
          try await benchHistory(
            sizes: isShort ? [100, 10_000] : [100, 10_000, 1_000_000, 10_000_000], rounds: isShort ? 20 : 200)
        }
      ),
      ("payment-line", { try await benchPaymentLine(blocks: blocks, rounds: rounds / 5) }),
    ]
    let wanted = CommandLine.arguments.firstIndex(of: "--only").map { CommandLine.arguments[$0 + 1] }
    for bench in all where wanted == nil || wanted == bench.name { try await bench.run() }
  }
}
