public import PosProtocol
public import PosTransport

/// Why a reader did not come to an answer.
public enum ReaderError: Error, Hashable, Sendable {
  /// The line could not be opened.
  case transport(TransportError)
  case failure(ReaderFailure)

  /// Whether the terminal may have acted on the command. Decide on this, never on the case.
  public var mayHaveActed: Bool {
    switch self {
    case .transport: false
    case .failure(let failure): failure.mayHaveActed
    }
  }
}
