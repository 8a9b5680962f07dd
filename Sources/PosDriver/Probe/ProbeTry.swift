public import PosProtocol
public import PosTransport

/// One way to speak to a reader, and what came of trying it.
public struct ProbeTry: Hashable, Sendable {
  /// With the settings that were tried.
  public let address: LineAddress
  public let framing: ZVT.Framing
  /// Why the line could not be opened; nil: it could.
  public let trouble: TransportError?
  /// What was heard; nil: the line could not be opened.
  public let hearing: LineHearing?

  /// A reader answers here.
  public var isReader: Bool { hearing?.symptom.isReader ?? false }
}
