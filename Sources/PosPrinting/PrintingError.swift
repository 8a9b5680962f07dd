/// Why a slip could not become a picture, a page or a printer's bytes.
public enum PrintingError: Error, Hashable, Sendable {
  /// The package was built without its trait `Printing`.
  case notInThisBuild
  /// No installed font has the letters of the slip's language.
  case noFont
  /// Taller than a picture can be; the dots it would have.
  case tooLong(Int)
  /// Cairo's status, a number of its own.
  case cairo(UInt32)

  /// A stable word for programs.
  public var name: String {
    switch self {
    case .notInThisBuild: "noPrinting"
    case .noFont: "noFont"
    case .tooLong: "tooLong"
    case .cairo: "cairo"
    }
  }

  /// One line for people: what is wrong, and what to do.
  public var message: String {
    switch self {
    case .notInThisBuild:
      "PNG, PDF and ESC/POS are not in this build; build with the package trait Printing, or take text or html."
    case .noFont:
      "no font has the letters of this language. Install one, for example Debian's fonts-noto-core."
    case .tooLong(let dots):
      "a slip of \(dots) dots is too long for a picture. Print fewer lines, or take pdf."
    case .cairo(let status): "the drawing library failed (cairo status \(status))."
    }
  }
}
