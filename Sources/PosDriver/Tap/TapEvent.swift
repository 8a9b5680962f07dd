public import PosTransport

/// What a tap tells whoever watches it.
public enum TapEvent: Hashable, Sendable {
  case tillCame
  case readerCame
  /// The reader cannot be had; it is tried again for as long as the till is there.
  case readerAway(TransportError)
  /// The port at whose other end the till is cannot be had; it is tried again.
  case tillAway(TransportError)
  case tillLeft(LineClosure)
  case readerLeft(LineClosure)
  /// A second till was turned away: a reader talks to one.
  case turnedAway
  /// So many bytes could not be delivered: their receiver was gone, or not there.
  case undelivered(Int)
}
