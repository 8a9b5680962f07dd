import Foundation

/// Standard output and standard error, each line written whole and at once.
enum Console {
  /// Writes a result. False: the other end is gone or the disk is full.
  @discardableResult
  static func print(_ line: String) -> Bool { write(line + "\n", to: STDOUT_FILENO) }

  /// Says something to the person who watches. Nobody depends on it, so a failure is no matter.
  static func note(_ line: String) { _ = write(line + "\n", to: STDERR_FILENO) }

  /// Asks the person who watches; the line stays open for the answer.
  static func ask(_ label: String) { _ = write(label, to: STDERR_FILENO) }

  /// Ends the program at once, without waiting for anybody. A terminal that hid a password shows again
  /// what is
  /// typed.
  static func leave(_ status: ExitStatus) -> Never {
    PasswordPrompt.restore()
    _exit(status.rawValue)
  }

  /// A reader that went away must not kill the program in the middle of a payment.
  static func surviveBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

  private static func write(_ text: String, to descriptor: Int32) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        usleep(1000)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}
