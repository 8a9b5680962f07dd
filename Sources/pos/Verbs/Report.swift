/// What a verb came to.
struct Report: Sendable {
  var status: ExitStatus
  /// The objects of a list, each on its own line; nil for a verb that answers with one object.
  var items: [JSON]?
  /// What the list is called where it stands inside an object.
  var itemsName = "items"
  /// The last or only object.
  var body: JSON?
  /// The same for people, without the last line break.
  var text: String
  var complaint: Complaint?

  init(_ status: ExitStatus, body: JSON?, text: String, complaint: Complaint? = nil) {
    (self.status, self.body, self.text, self.complaint) = (status, body, text, complaint)
  }

  /// A verb that could not be carried out.
  init(_ complaint: Complaint) {
    self.init(complaint.status, body: ["error": complaint.json], text: "", complaint: complaint)
  }

  /// Everything in one object, as `serve` answers.
  var whole: JSON {
    let rest: [JSON.Member] = if case .object(let members)? = body { members } else { [] }
    guard let items else { return .object(rest) }
    return .object([JSON.Member(name: itemsName, value: .list(items))] + rest)
  }
}
