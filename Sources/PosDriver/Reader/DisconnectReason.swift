public import PosProtocol
public import PosTransport

/// Why a reader is not connected, as what a technician would do about it.
public enum DisconnectReason: Hashable, Sendable {
  /// Nobody has asked for a line yet.
  case notYetConnected
  /// The serial or USB line hung up: the cable was pulled, the adapter or the terminal lost its power.
  case unplugged
  /// The terminal, or the network between, ended the connection while a command ran.
  case resetByTerminal
  /// The connection ended while nothing ran: the terminal restarted, or something between drops idle lines.
  case idleDrop
  /// Nobody listens at this address.
  case refused
  /// This user may not open the port.
  case permission
  /// Another program has the port; its process number and name where the system tells.
  case busy(holder: String?)
  /// There is no such device or host.
  case notFound
  /// No connection in time, or an open line on which nothing answers any more (half-open).
  case timedOut
  /// The terminal broke the protocol, or said what cannot be read; the line was closed to begin anew.
  case protocolFault
  /// The terminal answered and does not take this register, mostly for its password.
  case registrationRefused(ResultCode)
  /// `disconnect()` or `logOff()` was called here.
  case closedHere
  /// Everything else that the system said.
  case other(TransportError)

  /// One word for metrics and scripts, from a set that does not grow with use.
  public var word: String {
    switch self {
    case .notYetConnected: "not_yet_connected"
    case .unplugged: "unplugged"
    case .resetByTerminal: "reset_by_terminal"
    case .idleDrop: "idle_drop"
    case .refused: "refused"
    case .permission: "permission"
    case .busy: "busy"
    case .notFound: "not_found"
    case .timedOut: "timed_out"
    case .protocolFault: "protocol_fault"
    case .registrationRefused: "registration_refused"
    case .closedHere: "closed_here"
    case .other: "other"
    }
  }
}

extension DisconnectReason {
  /// What it means that a line could not be opened.
  public init(_ error: TransportError) {
    switch error {
    case .notFound: self = .notFound
    case .noPermission: self = .permission
    case .inUse(let text): self = .busy(holder: Self.holder(in: text))
    case .refused: self = .refused
    case .timedOut: self = .timedOut
    case .badAddress, .notSerial, .badSettings, .unsupported, .system: self = .other(error)
    }
  }

  /// What it means that a line ended by itself.
  ///
  /// - Parameter isWorking: a command ran on it.
  init(_ closure: LineClosure, of address: LineAddress, isWorking: Bool) {
    switch (closure, address) {
    case (.closedHere, _): self = .closedHere
    case (.disconnected, .serial), (.disconnected, .usb): self = .unplugged
    case (.disconnected, _): self = isWorking ? .resetByTerminal : .idleDrop
    case (.failed(let code), _):
      self = .other(.system(code: code, doing: "using \(address)"))
    }
  }

  /// What it means that a command ended without an answer, and the line was closed for it; nil: the line's
  /// own end says it.
  init?(_ failure: ReaderFailure) {
    switch failure {
    case .refused(let code): self = .registrationRefused(code)
    case .noAnswer, .noCompletion, .send(.unconfirmed), .send(.rejected): self = .timedOut
    case .unreadable, .violation, .contradiction, .alreadyPaid, .notRegistered: self = .protocolFault
    case .busy, .send(.notSent), .lineLost: return nil
    }
  }

  /// `1234 (pos)` of `/dev/ttyUSB0, held by process 1234 (pos)`.
  private static func holder(in text: String) -> String? {
    let mark = "held by process "
    guard let range = text.firstRange(of: mark) else { return nil }
    return String(text[range.upperBound...])
  }
}
