extension ZVT {
  /// How a terminal speaks to its register.
  public struct TerminalConfiguration: Sendable {
    public var framing: Framing
    public var link = LinkTimers.standard
    /// From the link's acknowledgement of a message to the register's answer (T3).
    public var answer = Duration.seconds(5)
    /// How long after an answer of 84 9C the record is sent again.
    public var waitInterval = Duration.seconds(2)
    /// Named in a refusal for a wrong currency (6F), if set.
    public var currency: Currency?

    public init(framing: Framing) { self.framing = framing }

    /// Every timer times `factor`, for tests against a register that runs on the same scale.
    public func scaled(by factor: Double) -> Self {
      var scaled = self
      scaled.link = link.scaled(by: factor)
      scaled.answer = answer * factor
      scaled.waitInterval = waitInterval * factor
      return scaled
    }
  }
}
