public import PosProtocol
public import PosTransport

/// Why a reader did not come to an answer.
public enum ReaderError: Error, Hashable, Sendable {
  /// The line could not be opened.
  case transport(TransportError)
  /// The terminal could not be registered. Nothing of the command itself was sent.
  case registration(ReaderFailure)
  /// The command failed.
  case failure(ReaderFailure)

  /// Whether the terminal may have acted on the command. Decide on this, never on the case.
  public var mayHaveActed: Bool {
    switch self {
    case .transport, .registration: false
    case .failure(let failure): failure.mayHaveActed
    }
  }
}
