/// What can go wrong with a simulated terminal on USB.
public enum USBFault: Hashable, Sendable {
  /// The cable is pulled. `back`: when it is put in again; nil: never.
  case unplug(back: Duration?)
  /// Its bulk endpoints stall until the host clears their halt.
  case stall
  /// Its bulk endpoints neither take nor give anything, until healed.
  case endlessNAK
  /// No packet of more bytes than this comes from it, until healed; at least 1.
  case shortPackets(Int)
  /// A packet without bytes comes before every one with bytes, until healed.
  case zeroLengthPackets
  /// What was wrong is over.
  case healed
}
