import Foundation
import Testing

/// `pos sim-service` as a child process.
struct SimulatedService: Sendable {
  let child: Child
  let url: String
  let folder: URL

  init(in folder: URL, faults: [String] = []) async throws {
    self.folder = folder
    let options = faults.flatMap { ["--fault", $0] } + ["--book", folder.appending(path: "book.jsonl").path]
    child = try Child(Tool.binary, ["sim-service"] + options, in: folder)
    let text = await child.wait(within: 60) { $0.contains("\n") }
    let first = try #require(text?.split(separator: "\n").first, "the service did not start")
    try #require(first.hasPrefix("ready "))
    url = String(first.dropFirst("ready ".count))
  }

  /// What it accepted, as its book on disk has it.
  var settled: [String] {
    let text = (try? String(contentsOf: folder.appending(path: "book.jsonl"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { line in
      (try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["debt"] as? String
    }
  }

  func stop() async {
    child.signal(SIGTERM)
    _ = await child.end(within: 10)
  }
}

/// A counter of processes: reader, service and each verb are their own.
struct ToolCounter: Sendable {
  let sim: SimulatedReader
  let service: SimulatedService

  static let form = [
    "--plate-two", "67", "--plate-letter", "و", "--plate-three", "341", "--plate-province", "10",
    "--national-id",
    "0499370899", "--mobile", "09121234567", "--accept-rules",
  ]

  var paper: String { sim.folder.appending(path: "paper").path }

  func run(_ arguments: String..., input: String? = nil) async throws -> Tool.Outcome {
    try await Tool.run(
      [arguments[0]] + sim.both + ["--service", service.url, "--printer", paper] + arguments.dropFirst(),
      input: input, in: sim.folder)
  }

  static func run(
    _ name: String = #function, faults: [String] = [], _ body: (ToolCounter) async throws -> Void
  ) async throws {
    try await SimulatedReader.run(.tcp, name) { sim in
      let service = try await SimulatedService(in: sim.folder, faults: faults)
      do {
        try await body(ToolCounter(sim: sim, service: service))
      } catch {
        await service.stop()
        throw error
      }
      await service.stop()
    }
  }
}

/// Fee, inquiry, fine, bill and history as scripts and people see them; every verb is a process of its own.
@Suite(.serialized) struct CounterVerbTests {
  @Test func anInquiryFromTheFormToTheFine() async throws {
    try await ToolCounter.run(faults: ["inquiries:garbage", "settlements:lost"]) { counter in
      let wrong = try await counter.run(
        "inquiry", "--national-id", "1111111111", "--plate-two", "67", "--plate-letter", "و", "--plate-three",
        "341", "--plate-province", "10", "--json")
      #expect(wrong.status == 65)
      #expect(wrong.object.object("error")?.text("reason") == "nationalID.neverIssued")

      let begun = try await counter.run("inquiry", "--id", "a", "--kind", "detailed", "--json")
      #expect(begun.status == 66, "there is no journal yet, and who only asks makes none")
      let form = try await Tool.run(
        ["inquiry"] + counter.sim.both + ToolCounter.form + ["--id", "a", "--kind", "detailed", "--json"])
      #expect(form.status == 0 && form.object.text("stage") == "registered")
      #expect(form.object.isNull("status") && form.object["commands"] as? [String] == ["pay"])

      #expect(try await counter.run("fee", "--id", "a", "--json").object.text("stage") == "paid")
      let gate = try await counter.run("inquiry", "--id", "a", "--json")
      #expect(gate.status == 65 && gate.object.object("error")?.text("reason") == "receiptFirst")
      #expect(gate.object.isNull("result"))
      #expect(try await counter.run("fee", "--id", "a", "--receipt", "--json").status == 0)
      #expect(try String(contentsOfFile: counter.paper, encoding: .utf8).contains("175,000 IRR"))
      let raster = try await counter.run(
        "fee", "--id", "a", "--receipt", "--printer-format", "escpos", "--json")
      if raster.status == 0 {
        #expect(try Data(contentsOf: URL(filePath: counter.paper)).contains(0x1D), "GS v 0")
      } else {
        #expect(raster.status == 69 && raster.errors.contains("Printing"), "a build without the trait")
      }

      let review = try await counter.run("inquiry", "--id", "a", "--json")
      #expect(review.status == 69 && review.object.text("stage") == "review")
      let list = try await Tool.run(
        ["history", "--journal", counter.sim.journal, "--of", "review", "--json"])
      #expect(list.objects.first?.text("flow") == "a")
      let open = try await counter.run("inquiry", "--id", "a", "--json")
      #expect(open.object.object("result")?.number("total") == 2_120_000)
      #expect(try counter.sim.ledger(175_000) == ["booked"], "no second fee")

      let fine = try await counter.run("fine", "--inquiry", "a", "--debt", "v-2", "--json")
      #expect(fine.status == 0 && fine.object.text("stage") == "paid")
      #expect(try await counter.run("fine", "--report", "--json").object.text("state") == "reported")
      #expect(counter.service.settled == ["v-2"])
      let again = try await counter.run("fine", "--inquiry", "a", "--debt", "v-2", "--json")
      #expect(again.status == 65 && again.object.object("error")?.text("reason") == "paid")
      #expect(try counter.sim.ledger(800_000) == ["booked"])
    }
  }

  @Test func billsTogetherAndTheirHistory() async throws {
    try await ToolCounter.run { counter in
      let bills = [
        "--bill", "7748317800142", "--payment", "1770160", "--bill", "2050327604613", "--payment", "1070189",
      ]
      let wrong = try await Tool.run(
        ["bill"] + counter.sim.both + ["--bill", "2234322344613", "--payment", "1070189", "--json"])
      #expect(wrong.status == 65 && wrong.object.object("error")?.text("reason") == "billCheck")
      let twice = try await Tool.run(["bill"] + counter.sim.both + bills + bills.prefix(4) + ["--json"])
      #expect(twice.status == 65 && twice.object.object("error")?.text("reason") == "twice")
      #expect(try counter.sim.ledger(10_000).isEmpty)

      let paid = try await Tool.run(["bill"] + counter.sim.both + bills + ["--id", "g", "--json"])
      #expect(paid.status == 0)
      let states = (paid.object["bills"] as? [[String: Any]])?.map { $0.text("status") }
      #expect(states == ["successful", "successful"])
      #expect(try counter.sim.ledger(27_000) == ["booked"])
      let other = try await Tool.run(
        ["bill"] + counter.sim.both + ["--bill", "2050327604613", "--payment", "1070189", "--json"])
      #expect(other.status == 65 && other.object.object("error")?.text("reason") == "billPaid")
      let found = try await counter.run("bill", "--follow-up", "2050327604613", "--receipt", "--json")
      #expect(found.status == 0 && found.object.text("flow") == "g")
      #expect(try String(contentsOfFile: counter.paper, encoding: .utf8).contains("10,000 IRR"))

      let history = ["history", "--journal", counter.sim.journal]
      let rows = try await Tool.run(history + ["--of", "payments", "--search", "قبوض", "--json"])
      #expect(rows.objects.first?.text("key") == "g.1" && rows.objects.last?.flag("hasMore") == false)
      let text = try await Tool.run(history + ["--of", "payments", "--lang", "fa"])
      #expect(text.lines.first == "ردیف  متقاضی  نام تراکنش  تاریخ و ساعت  مبلغ  وضعیت  جزئیات")
      let details = try await Tool.run(history + ["--details", "g.1", "--lang", "fa"])
      #expect(details.output.contains("بابت: پرداخت گروهی قبوض") && details.output.contains("شماره مرجع: "))
    }
  }

  @Test func aPersonIsAskedStepByStep() async throws {
    try await ToolCounter.run { counter in
      setenv("POS_WIZARD", "1", 1)
      defer { unsetenv("POS_WIZARD") }
      // Kind, plate, a wrong national ID and the right one, mobile, rules; pay, print, open; the first debt;
      // pay, print.
      let answers = [
        "1", "۶۷", "و", "۳۴۱", "۱۰", "1111111111", "۰۴۹۹۳۷۰۸۹۹", "09121234567", "بله", "1", "1", "2", "1",
        "1", "1", "",
      ]
      let run = try await counter.run(
        "inquiry", "--lang", "fa", input: answers.joined(separator: "\n") + "\n")
      #expect(run.status == 0)
      #expect(run.errors.contains("پرداخت و مشاهده استعلام") && run.errors.contains("کد ملی"))
      #expect(try counter.sim.ledger(175_000) == ["booked"])
      #expect(try counter.sim.ledger(2_120_000) == ["booked"])
      #expect(counter.service.settled == ["total"])
    }
  }
}
