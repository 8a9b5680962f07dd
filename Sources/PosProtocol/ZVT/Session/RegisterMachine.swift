extension ZVT {
  /// A register's side of the conversation.
  public struct RegisterMachine: RegisterSide {
    let configuration: RegisterConfiguration

    public init(configuration: RegisterConfiguration) { self.configuration = configuration }

    public var isIdle: Bool { true }
    public var deadline: Instant? { nil }

    public mutating func handle(_ input: RegisterInput, at now: Instant) -> RegisterAction? { nil }
  }
}
