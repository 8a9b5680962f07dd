public import ArgumentParser
public import PaymentFlows

extension OfficeCode: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension TrackingCode: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension TicketCategory: ExpressibleByArgument {
  public init?(argument: String) {
    guard let category = Self.named(argument) else { return nil }
    self = category
  }
}

extension ContentHash: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension TicketState: ExpressibleByArgument {}
