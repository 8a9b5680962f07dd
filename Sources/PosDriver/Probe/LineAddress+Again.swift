import PosTransport

extension LineAddress {
  /// Opens what this program has just closed: the system may take a moment to give the port back, and a child
  /// that another thread is starting holds it until it has become its own program.
  func openAgain(on loop: LineLoop, connectTimeout: Duration) async throws(TransportError) -> any Line {
    for _ in 0..<20 {
      do throws(TransportError) {
        return try await open(on: loop, connectTimeout: connectTimeout)
      } catch {
        guard case .inUse = error else { throw error }
      }
      try? await Task.sleep(for: .milliseconds(100))
    }
    return try await open(on: loop, connectTimeout: connectTimeout)
  }
}
