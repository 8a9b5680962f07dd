import ArgumentParser

/// One line of `serve`: `{"id":1,"verb":"pay","key":"order-7","amount":1500000}`. Its members are the verb's
/// options, without the dashes, so both are checked by the same parser.
struct ServeRequest: Sendable {
  enum Task: Sendable {
    case verb(any Verb)
    /// Stop what runs; the terminal's own last word still comes.
    case cancel
  }

  let id: JSON
  let task: Task

  /// The id of a line that may be wrong otherwise, so that its error finds its way home.
  static func id(of line: JSON) -> JSON {
    switch line["id"] {
    case .number(let number)?: .number(number)
    case .text(let text)?: .text(text)
    default: .null
    }
  }

  /// - Parameter defaults: arguments a verb gets unless the line says otherwise.
  init(_ line: JSON, defaults: (SharedOptions) -> [String]) throws(Complaint) {
    guard case .object(let members) = line else {
      throw Complaint(
        .usage, "notRequest", #"a request is a JSON object. Send {"id":1,"verb":"status"}."#)
    }
    id = Self.id(of: line)
    guard id != .null else {
      throw Complaint(.usage, "noID", "the request has no id. Give it a number or a text.")
    }
    guard case .text(let name)? = line["verb"], let verb = Self.verbs[name] else {
      let known = (Array(Self.verbs.keys) + ["cancel"]).sorted().joined(separator: ", ")
      guard line["verb"] == .text("cancel") else {
        throw Complaint(.usage, "unknownVerb", "the request has no verb known here. Use one of \(known).")
      }
      task = .cancel
      return
    }
    let own = try Self.arguments(members.filter { $0.name != "id" && $0.name != "verb" })
    task = .verb(try Self.parse(verb, defaults(verb.shares) + own))
  }

  /// What may be asked by a line.
  static let verbs: [String: any Verb.Type] = Dictionary(
    uniqueKeysWithValues: Pos.verbs.compactMap { verb in verb.configuration.commandName.map { ($0, verb) } })

  private static func arguments(_ members: [JSON.Member]) throws(Complaint) -> [String] {
    var (options, positional): ([String], [String]) = ([], [])
    for member in members {
      guard member.name.allSatisfy({ $0.isASCII && ($0.isLetter || $0 == "-") }), member.name != "json" else {
        throw Complaint(.usage, "unknownMember", "the request has a member unknown here. See docs/serve.md.")
      }
      switch member.value {
      case .null, .flag(false): continue
      case .flag(true): options.append("--\(member.name)")
      case .number(let number): options.append("--\(member.name)=\(number)")
      case .text(let text):
        if member.name == "hex" {
          positional = ["--", text]
        } else {
          options.append("--\(member.name)=\(text)")
        }
      case .list, .object:
        throw Complaint(
          .usage, "unknownMember", "member \(member.name) is neither text nor number. See docs/serve.md.")
      }
    }
    return options + positional
  }

  private static func parse(_ verb: any Verb.Type, _ arguments: [String]) throws(Complaint) -> any Verb {
    do {
      return try verb.parse(arguments)
    } catch {
      throw Complaint(usage: verb.message(for: error))
    }
  }
}
