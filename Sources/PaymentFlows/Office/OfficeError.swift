public import Foundation

/// Why an office's sign-in or its keeping did not come about. Nothing was changed.
public enum OfficeError: Error, Hashable, Sendable {
  /// Wrong code or wrong password; which of the two is not said.
  case refused
  /// Too many failures. Until then no password is looked at; nil: until a person unlocks it.
  case locked(until: Date?)
  /// There is an office with this code.
  case exists
  case noSuchOffice
  case password(OfficePassword.Fault)
  /// Name or reason says nothing.
  case blank
  case journal(JournalError)
  /// The system's library cannot hash, with its error number.
  case hashing(code: Int32)

  /// A stable word for programs.
  public var name: String {
    switch self {
    case .refused: "signInRefused"
    case .locked: "signInLocked"
    case .exists: "officeExists"
    case .noSuchOffice: "noSuchOffice"
    case .password: "passwordUnfit"
    case .blank: "blank"
    case .journal(let error): error.name
    case .hashing: "hashing"
    }
  }

  /// One line for people: what is wrong, and what to do.
  public var message: String {
    switch self {
    case .refused: "office code or password is wrong. Type both again."
    case .locked(let until?):
      "too many failures. Wait until \(until.formatted(.iso8601)) and type it with care."
    case .locked(nil): "too many failures. Have somebody unlock the office (pos office unlock)."
    case .exists: "there is an office with this code already. Take another code, or sign in."
    case .noSuchOffice: "there is no office with this code. Compare the code, or create the office."
    case .password(let fault): fault.message
    case .blank: "a name is needed that says something."
    case .journal(let error): error.message
    case .hashing(let code):
      "the password could not be checked (error \(code)). If the office comes from another system, set a new one."
    }
  }

  /// The same in Persian.
  public var persianMessage: String {
    switch self {
    case .refused: "کد دفتر یا گذرواژه درست نیست. هر دو را دوباره وارد کنید."
    case .locked(let until?):
      "تلاش ناموفق بیش از اندازه. تا ساعت \(PersianDigits.persian(JalaliDate(until).timeText)) صبر کنید."
    case .locked(nil): "تلاش ناموفق بیش از اندازه. از مسئول سامانه بخواهید قفل دفتر را باز کند."
    case .exists: "دفتری با این کد هست. کد دیگری برگزینید یا وارد شوید."
    case .noSuchOffice: "دفتری با این کد نیست. کد را بررسی کنید."
    case .password(.tooShort): "گذرواژه کوتاه است. دست‌کم ۸ نویسه وارد کنید."
    case .password(.tooLong): "گذرواژه بیش از اندازه بلند است."
    case .password(.control): "گذرواژه نویسه نادرست دارد. دوباره وارد کنید."
    case .password(.isCode): "گذرواژه نباید کد دفتر باشد."
    case .blank: "نام نباید خالی باشد."
    case .journal, .hashing: message
    }
  }
}
