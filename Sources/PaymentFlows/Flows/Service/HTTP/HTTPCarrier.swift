/// Takes a request to the service and brings its answer. `SocketCarrier` speaks plain HTTP, which is for this
/// computer and for a proxy on it; where the service wants TLS, give `HTTPInquiryService` a carrier of your
/// own.
public protocol HTTPCarrier: Sendable {
  /// - Throws: `.unreachable`, `.silent`, `.tooLarge`, `.malformed`. The service may have acted all the same.
  func carry(_ request: HTTPRequest, within limit: Duration) async throws(ServiceError) -> HTTPAnswer
}
