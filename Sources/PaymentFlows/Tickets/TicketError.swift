/// Why a ticket was not opened, read or gone on with. Nothing was changed.
public enum TicketError: Error, Hashable, Sendable {
  /// There is none with this code, or it is another office's.
  case noSuchTicket
  /// The category needs this field.
  case missing(TicketField)
  /// What stands in this field does not obey its rule.
  case wrong(TicketField)
  /// The category does not ask for this field.
  case unasked(TicketField)
  /// There is no payment with this key in the journal.
  case noSuchPayment
  /// Nothing is said, or too much.
  case text
  case notAnswered
  case closed
  /// The bytes are no whole PNG, JPEG or WebP.
  case notAnImage
  /// More bytes than an image may have.
  case tooLarge(Int)
  case tooMany
  /// A kept image is no longer what it was.
  case damaged(ContentHash)
  /// The images' folder cannot be read or written, with the system's error number.
  case storage(code: Int32)
  case journal(JournalError)

  /// A stable word for programs.
  public var name: String {
    switch self {
    case .noSuchTicket: "noSuchTicket"
    case .missing: "fieldMissing"
    case .wrong: "fieldWrong"
    case .unasked: "fieldUnasked"
    case .noSuchPayment: "noSuchKey"
    case .text: "text"
    case .notAnswered: "notAnswered"
    case .closed: "ticketClosed"
    case .notAnImage: "notAnImage"
    case .tooLarge: "imageTooLarge"
    case .tooMany: "tooMany"
    case .damaged: "imageDamaged"
    case .storage: "imageStorage"
    case .journal(let error): error.name
    }
  }

  /// The field that it is about.
  public var field: TicketField? {
    switch self {
    case .missing(let field), .wrong(let field), .unasked(let field): field
    default: nil
    }
  }

  /// One line for people: what is wrong, and what to do.
  public var message: String {
    switch self {
    case .noSuchTicket: "there is no ticket with this tracking code. Compare the digits."
    case .missing(let field): "\(field.english) is missing. Fill it in."
    case .wrong(let field): "\(field.english) is not as it should be. Compare it with the document."
    case .unasked(let field): "this category does not ask for \(field.english). Leave it out."
    case .noSuchPayment: "there is no payment with this key. Look it up in the history."
    case .text: "write something, in at most 4000 characters."
    case .notAnswered: "there is no answer yet to agree or disagree with. Wait for it."
    case .closed: "the ticket is closed. Open a new one."
    case .notAnImage: "the file is no whole PNG, JPEG or WebP image. Take another picture."
    case .tooLarge(let size):
      "the image has \(size) bytes, \(Attachment.largest) are the most. Take a smaller picture."
    case .tooMany:
      "a message takes \(Attachment.mostInMessage) images, a ticket 500 messages. Leave some out."
    case .damaged(let hash): "the image \(hash) is damaged on disk. Restore it from a copy."
    case .storage(let code): "the images' folder cannot be used (error \(code)). Check permissions and space."
    case .journal(let error): error.message
    }
  }

  /// The same in Persian.
  public var persianMessage: String {
    switch self {
    case .noSuchTicket: "تیکتی با این کد پیگیری نیست. رقم‌ها را بررسی کنید."
    case .missing(let field): "\(field.persian) وارد نشده است."
    case .wrong(let field): "\(field.persian) درست نیست. با مدرک مقایسه کنید."
    case .unasked(let field): "این موضوع به \(field.persian) نیاز ندارد."
    case .noSuchPayment: "پرداختی با این کلید نیست. در سوابق جست‌وجو کنید."
    case .text: "توضیح را بنویسید؛ حداکثر ۴۰۰۰ نویسه."
    case .notAnswered: "هنوز پاسخی نیست. منتظر پاسخ بمانید."
    case .closed: "تیکت بسته شده است. تیکت تازه‌ای باز کنید."
    case .notAnImage: "پرونده تصویر درست PNG، JPEG یا WebP نیست."
    case .tooLarge: "حجم تصویر بیش از ۵ مگابایت است."
    case .tooMany: "تعداد تصویرها یا پیام‌ها بیش از اندازه است."
    case .damaged, .storage, .journal: message
    }
  }
}
