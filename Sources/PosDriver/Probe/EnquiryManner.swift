import PosProtocol

/// How a line is asked: in which framing, and for how long.
struct EnquiryManner: Sendable {
  var framing: ZVT.Framing
  /// Six digits; the specification wants one in front of every other field.
  var password: UInt32 = 0
  /// A line that has not said a byte until then is silent.
  var patience: Duration
  /// Whatever was said, it ends then.
  var limit: Duration

  /// The register's side. The link's own repeats come after the patience with a silent line has ended, so a
  /// wrong line is told 05 01 once.
  var register: ZVT.RegisterConfiguration {
    var register = ZVT.RegisterConfiguration(framing: framing, password: password, currency: .irr)
    register.link.acknowledgement = patience
    register.answer = limit
    register.completion = limit
    register.limit = limit
    return register
  }
}
