/// A ticket that is to be opened: a category, what was filled in, and images.
public struct TicketDraft: Sendable {
  public let category: TicketCategory
  /// As it was typed.
  public var answers: [TicketField: String]
  public var images: [ImageFile]

  public init(_ category: TicketCategory, answers: [TicketField: String] = [:], images: [ImageFile] = []) {
    (self.category, self.answers, self.images) = (category, answers, images)
  }

  /// What was filled in, checked and as it is kept, in the order of the form.
  ///
  /// - Throws: `.missing`, `.wrong`, `.unasked` or `.tooMany`; the first field of the form that is at fault.
  public func checked() throws(TicketError) -> [TicketAnswer] {
    guard images.count <= Attachment.mostInMessage else { throw .tooMany }
    let form = category.needs + category.takes
    if let stranger = TicketField.allCases.first(where: { answers[$0] != nil && !form.contains($0) }) {
      throw .unasked(stranger)
    }
    var taken: [TicketAnswer] = []
    for field in form {
      guard let typed = answers[field], typed.contains(where: { !$0.isWhitespace }) else {
        guard category.takes.contains(field) else { throw .missing(field) }
        continue
      }
      guard let text = field.taking(typed) else { throw .wrong(field) }
      taken.append(TicketAnswer(field: field, text: text))
    }
    return taken
  }
}
