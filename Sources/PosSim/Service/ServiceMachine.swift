import FoundationEssentials

/// A simulated service without a line: a question goes in, what is to be done with the connection comes out.
struct ServiceMachine {
  /// What the connection gets.
  struct Reply: Hashable {
    /// Nil: nothing; the connection is closed.
    var bytes: [UInt8]?
    /// Milliseconds to wait before.
    var delay = 0
    /// To be in the book's file before the answer leaves.
    var settlement: ServiceBook.Settlement?
  }

  private(set) var book: ServiceBook
  private var script: ServiceScript

  init(_ book: ServiceBook = ServiceBook(), _ script: ServiceScript = ServiceScript()) {
    (self.book, self.script) = (book, script)
  }

  mutating func restore(_ settlement: ServiceBook.Settlement) { book.restore(settlement) }

  mutating func answer(_ path: String, _ body: [UInt8]) -> Reply {
    let name = String(path.drop { $0 == "/" })
    guard let question = ServiceScript.Question(rawValue: name) else { return control(name, body) }
    let fault = script.next(question)
    switch fault {
    case .down: return Reply(bytes: nil)
    case .status(let code): return Reply(bytes: Self.http(code, "{}"))
    case .garbage: return Reply(bytes: [0x00, 0xFF, 0x10, 0x0D, 0x0A] + Array("\u{7F}nonsense".utf8))
    case .nonsense:
      return Reply(bytes: Self.http(200, "{\"debts\":[{\"amount\":-1}],\"total\":1e99,\"standing\":[]}"))
    case .refuse(let word): return Reply(bytes: Self.http(422, Self.json(Refused(refused: word))))
    case .lost, .slow, nil: break
    }
    let accepted = book.settlements.count
    var reply = Reply(bytes: ask(question, body))
    if book.settlements.count > accepted { reply.settlement = book.settlements.last }
    if case .slow(let milliseconds)? = fault { reply.delay = milliseconds }
    if fault == .lost { reply.bytes = nil }
    return reply
  }

  private mutating func ask(_ question: ServiceScript.Question, _ body: [UInt8]) -> [UInt8] {
    switch question {
    case .inquiries:
      guard let asked = Self.read(Inquiry.self, body) else { return Self.http(400, "{}") }
      let debts = book.inquire(asked.reference, isAggregate: asked.inquiry.kind == "aggregate")
      let total = debts.reduce(0) { $0 + $1.amount }
      return Self.http(200, Self.json(Found(kind: asked.inquiry.kind, total: total, debts: debts)))
    case .debts:
      guard let asked = Self.read(Named.self, body) else { return Self.http(400, "{}") }
      let due = book.due(asked.reference)
      return Self.http(200, Self.json(Standing(standing: due == nil ? "settled" : "due", amount: due)))
    case .settlements:
      guard let report = Self.read(ServiceBook.Settlement.self, body) else { return Self.http(400, "{}") }
      return Self.http(200, Self.json(Settled(settlement: book.settle(report))))
    }
  }

  /// `/book` tells what was done; `/script` adds a line; `/elsewhere` and `/change` are the world going on.
  private mutating func control(_ name: String, _ body: [UInt8]) -> Reply {
    switch name {
    case "book":
      return Reply(
        bytes: Self.http(
          200,
          Self.json(
            Book(
              inquiries: book.inquiries, settlements: book.settlements, repeats: book.repeats,
              refusals: book.refusals))))
    case "script":
      guard script.add(String(decoding: body, as: UTF8.self)) else {
        return Reply(bytes: Self.http(400, "{}"))
      }
    case "elsewhere":
      guard let debt = Self.read(Named.self, body) else { return Reply(bytes: Self.http(400, "{}")) }
      book.settleElsewhere(debt.reference)
    case "change":
      guard let debt = Self.read(ServiceBook.Debt.self, body) else {
        return Reply(bytes: Self.http(400, "{}"))
      }
      book.change(debt.reference, to: debt.amount)
    default: return Reply(bytes: Self.http(404, "{}"))
    }
    return Reply(bytes: Self.http(200, "{}"))
  }

  private struct Inquiry: Decodable {
    struct Form: Decodable { var kind: String, nationalID: String, mobile: String }
    var reference: String, inquiry: Form
  }
  private struct Named: Decodable { var reference: String }
  private struct Found: Encodable { var kind: String, total: UInt64, debts: [ServiceBook.Debt] }
  private struct Standing: Encodable { var standing: String, amount: UInt64? }
  private struct Settled: Encodable { var settlement: String }
  private struct Refused: Encodable { var refused: String }
  private struct Book: Encodable {
    var inquiries: [String], settlements: [ServiceBook.Settlement], repeats: Int, refusals: Int
  }

  private static func read<Value: Decodable>(_ type: Value.Type, _ body: [UInt8]) -> Value? {
    try? JSONDecoder().decode(type, from: Data(body))
  }

  private static func json(_ value: some Encodable) -> String {
    (try? JSONEncoder().encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  static func http(_ status: Int, _ body: String) -> [UInt8] {
    let head = [
      "HTTP/1.1 \(status) -", "Content-Type: application/json", "Content-Length: \(body.utf8.count)",
      "Connection: close", "", "",
    ]
    return Array((head.joined(separator: "\r\n") + body).utf8)
  }
}
