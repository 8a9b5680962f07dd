extension ZVT {
  /// How a register speaks to its terminal: what it says of itself, and how long it waits.
  public struct RegisterConfiguration: Sendable {
    public var framing: Framing
    /// Six digits, 0...999_999.
    public var password: UInt32
    /// Named in the registration.
    public var currency: Currency
    /// What the register takes upon itself; ``lines`` unless said otherwise.
    public var config = Self.lines
    /// The registration lists 06 D3, so that whole blocks may come instead of single lines.
    public var takesPrintBlocks = true
    /// The status enquiry asks for the terminal's clock too (service bit 04), and the registration lists
    /// 04 01.
    public var asksForClock = false
    /// Used also where the terminal does not announce them; message numbers are offered in the registration.
    /// What a terminal announces besides is used too.
    public var safeguards: Safeguards = []
    public var link = LinkTimers.standard
    /// From the link's acknowledgement of a command to its answer (T3).
    public var answer = Duration.seconds(5)
    /// From the acceptance of a command, or the last 04 FF or 04 0F, to its end (T4).
    public var completion = Duration.seconds(180)
    /// No command runs longer than this, whatever the terminal says.
    public var limit = Duration.seconds(15 * 60)
    /// No question does, nor a registration: a terminal that keeps telling that it is busy (04 FF) must not
    /// hold up for a quarter of an hour who only wants to know it.
    public var questionLimit = Duration.seconds(60)
    /// How long an approval may be kept before the terminal is asked to wait (84 9C).
    public var commitWait = Duration.seconds(2)
    /// What a terminal means by a minute when it sets T4 anew (04 FF).
    public var minute = Duration.seconds(60)

    /// Ready lines come from the terminal: BE.
    public static let lines = RegistrationConfig(rawValue: 0xBE)
    /// The register composes receipts from the record: 3E.
    public static let composing = RegistrationConfig(rawValue: 0x3E)

    public init(framing: Framing, password: UInt32 = 0, currency: Currency) {
      (self.framing, self.password, self.currency) = (framing, password, currency)
    }

    /// Every timer times `factor`, for tests against a simulator that runs on the same scale.
    public func scaled(by factor: Double) -> Self {
      var scaled = self
      scaled.link = link.scaled(by: factor)
      scaled.answer = answer * factor
      scaled.completion = completion * factor
      scaled.limit = limit * factor
      scaled.questionLimit = questionLimit * factor
      scaled.commitWait = commitWait * factor
      scaled.minute = minute * factor
      return scaled
    }
  }
}
