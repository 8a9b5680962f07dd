import CBaseline

/// Keeps the optimizer from throwing a result away.
@inline(never) func consume<Value>(_ value: Value) {}

/// Nanoseconds of one run of each of `bodies`: the median of `samples`, taken in turns, so that a busy moment
/// of the machine meets all of them.
func alternate(samples: Int, _ bodies: [() -> Void]) -> [Double] {
  var times = [[UInt64]](repeating: [], count: bodies.count)
  for _ in 0..<samples {
    for (index, body) in bodies.enumerated() {
      let start = baseline_nanoseconds()
      body()
      times[index].append(baseline_nanoseconds() - start)
    }
  }
  return times.map { Double(median($0)) }
}

func median(_ values: [UInt64]) -> UInt64 { values.isEmpty ? 0 : values.sorted()[values.count / 2] }

/// How often `body` asks for memory.
func allocations(_ body: () -> Void) -> UInt64 {
  let before = baseline_allocations()
  body()
  return baseline_allocations() - before
}

/// A table for people, in Markdown.
struct Table {
  private var rows: [[String]]

  init(_ head: String...) { rows = [head, head.map { _ in "---" }] }

  mutating func row(_ cells: String...) { rows.append(cells) }

  func show(_ title: String) {
    print("## \(title)\n")
    for row in rows { print("| \(row.joined(separator: " | ")) |") }
    print("")
  }
}

/// Three digits are enough.
func short(_ value: Double) -> String {
  guard value < 100 else { return "\(Int(value.rounded()))" }
  let places = value < 10 ? 100.0 : 10.0
  return "\((value * places).rounded() / places)"
}

func megabytes(_ bytes: Int, in nanoseconds: Double) -> String { short(Double(bytes) * 1_000 / nanoseconds) }
