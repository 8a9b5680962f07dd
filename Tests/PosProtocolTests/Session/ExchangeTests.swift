import Foundation
import PosProtocol
import Testing

@Suite struct ExchangeTests {
  typealias Exchange = ZVT.Exchange

  @Test(arguments: Exchange.State.allCases)
  func comesHome(from start: Exchange.State) {
    var (reached, frontier) = (Set([start]), [start])
    while let state = frontier.popLast() {
      for row in Exchange.transitions where row.from == state && reached.insert(row.to).inserted {
        frontier.append(row.to)
      }
    }
    #expect(reached.contains(.idle))
  }

  @Test(arguments: Exchange.State.allCases)
  func isReached(_ state: Exchange.State) {
    #expect(state == .idle || Exchange.transitions.contains { $0.to == state && $0.from != state })
  }

  /// Every state, sender and step is one row or a violation, and a violation changes nothing.
  @Test(arguments: Exchange.State.allCases, Role.allCases)
  func isOneRowOrViolation(_ state: Exchange.State, _ sender: Role) throws {
    for step in Exchange.Step.allCases {
      let rows = Exchange.transitions.filter { $0.from == state && $0.sender == sender && $0.step == step }
      #expect(rows.count <= 1, "\(state), \(sender), \(step)")
      var exchange = try #require(Exchange(in: state))
      #expect(exchange.allows(step, by: sender) == !rows.isEmpty)
      #expect(exchange.take(step, by: sender) == !rows.isEmpty)
      #expect(exchange.state == rows.first?.to ?? state)
    }
  }

  /// Whoever waits for an answer can be left alone with it.
  @Test func everyDebtCanBeForgotten() {
    for row in Exchange.transitions where row.step == .accepted {
      #expect(
        Exchange.transitions.contains {
          $0.from == row.from && $0.sender == row.sender && $0.step == .silence
        })
    }
  }

  /// Only the terminal has results, only the register has commands.
  @Test(arguments: Exchange.transitions)
  func stepsBelongToTheirRole(_ row: Exchange.Transition) {
    switch row.step {
    case .command, .shortCommand, .abort, .wait, .partly: #expect(row.sender == .register)
    case .notice, .record, .completed, .failed: #expect(row.sender == .terminal)
    case .accepted, .refused, .silence: break
    }
  }

  @Test func documentShowsTheTable() throws {
    let document = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../docs/exchange.md").standardizedFileURL
    #expect(try String(contentsOf: document, encoding: .utf8) == Self.document)
  }

  /// docs/exchange.md, whole. After a change of the table put this text there.
  static var document: String {
    let heading = """
      # Who may say what, when

      Drawn from `ZVT.Exchange.transitions`; a test compares. R is the register, T the terminal. Anything
      that is not an arrow is a violation by its sender.

      ```mermaid
      stateDiagram-v2
        [*] --> idle

      """
    return heading + arrows.map { "  \($0)\n" }.joined() + "```\n"
  }

  /// One arrow for each pair of states, with all its steps.
  static var arrows: [String] {
    var (order, labels) = ([String](), [String: [String]]())
    for row in Exchange.transitions {
      let arrow = "\(row.from) --> \(row.to)"
      if labels[arrow] == nil { order.append(arrow) }
      labels[arrow, default: []].append("\(row.sender == .register ? "R" : "T") \(row.step)")
    }
    return order.map { "\($0): \(labels[$0, default: []].joined(separator: ", "))" }
  }
}

extension ZVT.Exchange {
  /// An exchange that has been led to `state` by the table; nil if none leads there.
  init?(in state: State) {
    var (frontier, seen) = ([ZVT.Exchange()], Set<State>())
    while let exchange = frontier.popLast() {
      if exchange.state == state {
        self = exchange
        return
      }
      guard seen.insert(exchange.state).inserted else { continue }
      for row in Self.transitions where row.from == exchange.state {
        var next = exchange
        _ = next.take(row.step, by: row.sender)
        frontier.append(next)
      }
    }
    return nil
  }
}
