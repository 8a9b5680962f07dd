import Foundation
import PaymentFlows
import Synchronization

/// Asks for a password: at a terminal without showing what is typed, else one line of standard input. It is
/// never an argument, which everybody on the machine could read.
enum PasswordPrompt {
  /// How the terminal was before; kept so that an interrupted prompt leaves no silent terminal behind.
  private static let before = Mutex<termios?>(nil)
  private static let longestLine = 1024

  /// - Parameter twice: a new password is typed twice at a terminal, since nobody sees it.
  static func read(_ question: String, twice: Bool = false) throws(Complaint) -> OfficePassword {
    let typed = try line(question)
    if twice, isatty(STDIN_FILENO) == 1 {
      guard try line(question + " (2)") == typed else {
        throw Complaint(.wrongData, "passwordsDiffer", "the two passwords differ. Start again.")
      }
    }
    do {
      return try OfficePassword(typed: typed)
    } catch {
      throw Complaint(.wrongData, OfficeError.password(error).name, error.message)
    }
  }

  /// Makes the terminal show what is typed again, if it was made not to. From any thread.
  static func restore() {
    before.withLock { settings in
      guard var old = settings else { return }
      tcsetattr(STDIN_FILENO, TCSANOW, &old)
      settings = nil
    }
  }

  private static func line(_ question: String) throws(Complaint) -> String {
    let isAsked = isatty(STDIN_FILENO) == 1
    if isAsked {
      hide()
      Console.ask(question + ": ")
    }
    defer {
      if isAsked {
        restore()
        Console.note("")
      }
    }
    guard let bytes = LineInput.read(longest: longestLine),
      let text = String(validating: bytes, as: UTF8.self)
    else {
      throw Complaint(.usage, "noPassword", "no password was typed. Type it, or send it as a line of input.")
    }
    return text
  }

  private static func hide() {
    var settings = termios()
    guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return }
    before.withLock { $0 = settings }
    settings.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
  }
}

/// Lines of standard input, read byte by byte, so that nothing is taken from whoever reads after.
enum LineInput {
  /// The next line without its end; nil at the end of input, or if it is longer than allowed.
  static func read(longest: Int) -> [UInt8]? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while true {
      let count = Foundation.read(STDIN_FILENO, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { return line.isEmpty ? nil : line }
      if byte == 0x0A { return line.last == 0x0D ? line.dropLast() : line }
      line.append(byte)
      guard line.count <= longest else { return nil }
    }
  }
}
