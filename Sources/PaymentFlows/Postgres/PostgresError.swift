#if Postgres
  /// What the server or the way to it said.
  struct PostgresError: Error, Hashable, Sendable {
    /// The server's five characters (SQLSTATE); empty where the connection itself failed.
    var state: String
    var message: String

    /// Another transaction came in between, and this one was rolled back: its whole is to be run again.
    ///
    /// A key that somebody else wrote meanwhile (23505) is told so too: the next run finds it.
    var isConflict: Bool { ["40001", "40P01", "55P03", "23505"].contains(state) }

    /// The connection is gone, or the server cannot say what became of a commit (08007, 40003).
    var isLost: Bool {
      state.isEmpty || state.hasPrefix("08")
        || ["57P01", "57P02", "57P03", "57P05", "25P03", "40003"].contains(state)
    }

    /// A setting or function that this engine does not have.
    var isUnknownWord: Bool { ["42704", "42883", "0A000", "22023"].contains(state) }
  }

  extension JournalError {
    init(_ error: PostgresError) {
      let detail = "\(error.state.isEmpty ? "" : error.state + " ")\(error.message)"
      switch error.state {
      case "40001", "40P01", "55P03": self = .locked
      case "53100": self = .full
      case "25006", "42501": self = .readOnly
      case "XX001", "XX002": self = .damaged(detail)
      case let state where state.hasPrefix("23"): self = .refused(detail)
      case let state
      where error.isLost || state.hasPrefix("28") || state.hasPrefix("3D") || state.hasPrefix("53"):
        self = .cannotOpen(detail)
      default: self = .system(code: 0, detail)
      }
    }
  }
#endif
