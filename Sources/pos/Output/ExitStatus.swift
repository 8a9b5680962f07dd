/// How `pos` ends, for scripts. Numbers of sysexits.h where one fits.
enum ExitStatus: Int32, Sendable {
  /// Approved, or done.
  case approved = 0
  /// The terminal's last word is no.
  case declined = 1
  /// EX_USAGE: the command line is wrong.
  case usage = 64
  /// EX_DATAERR: wrong bill, malformed bytes, or a key used before with other parameters.
  case wrongData = 65
  /// EX_NOINPUT: the journal that is to be read is not there.
  case noInput = 66
  /// EX_UNAVAILABLE: the reader cannot be reached; nothing was sent.
  case unreachable = 69
  /// EX_SOFTWARE: a fault of this program.
  case fault = 70
  /// EX_CANTCREAT: the journal cannot be written (locked, full, damaged).
  case journal = 73
  /// EX_IOERR: the answer could not be written to standard output; it stands in the journal.
  case output = 74
  /// EX_TEMPFAIL: nobody here knows the outcome. Ask the reader.
  case unknown = 75
  /// The order has an unresolved attempt; nothing was sent.
  case unresolved = 76
  /// EX_NOPERM: no permission for the port or the file.
  case noPermission = 77
}
