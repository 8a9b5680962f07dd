import PosProtocol

/// What a technician asks of a terminal: nothing here moves money.
extension Reader {
  /// The receipt numbers of pre-authorizations that are neither booked nor reversed (ZVT 06 23 FFFF).
  nonisolated func openPreauthorizations() async throws(ReaderError) -> [ReceiptNumber] {
    guard case .openPreauthorizations(let open) = try await answer(to: .openPreauthorizations) else {
      throw .failure(.contradiction)
    }
    return open
  }

  /// Lets the terminal try its way to the host (ZVT 06 70). Returns what its clock showed, if it told that.
  nonisolated func diagnose() async throws(ReaderError) -> ClockReading? {
    guard case .diagnosed(let clock) = try await answer(to: .diagnose) else {
      throw .failure(.contradiction)
    }
    return clock
  }

  /// Sets the terminal's clock (ZVT 06 91).
  nonisolated func setClock(_ clock: ClockReading) async throws(ReaderError) {
    guard case .clockSet = try await answer(to: .setClock(clock)) else { throw .failure(.contradiction) }
  }

  private nonisolated func answer(to command: ReaderCommand) async throws(ReaderError) -> ReaderAnswer {
    try await answer(to: command, call: stops.begin())
  }
}
