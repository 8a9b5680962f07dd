/// What a doctor looks at, in this order.
public enum CheckUp: String, CaseIterable, Sendable {
  /// What was given as address.
  case address
  /// The port is there; the host can be reached.
  case port
  /// This user may use it.
  case permission
  /// Nobody else has it open.
  case holder
  /// The driver took baud, stop bits and parity as asked.
  case settings
  /// What the control wires and the first bytes say of the cable.
  case wiring
  /// The terminal answers a status enquiry to its end.
  case handshake
  /// It takes the password and the currency.
  case registration
  /// It is ready for payments.
  case status
  /// Its last transaction can be had.
  case lastTransaction
  /// It reaches its host; looked at only where that is asked for.
  case diagnosis
  /// Its clock agrees with this machine's.
  case clock
  /// Nothing waits for a reversal or for a recovery.
  case pendingReversals
  /// No pre-authorization waits for being booked or reversed.
  case preauthorizations
  /// No end of day is due.
  case endOfDay
}
