/// How long `Payments` waits for whom.
public struct PaymentsConfiguration: Hashable, Sendable {
  /// After this the caller hears `unknown` and the attempt goes on.
  public var deadline: Duration = .seconds(16 * 60)
  /// For the same key in another process.
  public var keyWait: Duration = .seconds(16 * 60)
  /// For another process that talks to the same reader.
  public var readerWait: Duration = .seconds(30)
  /// Recovery: for the reader to become ready.
  public var readyWait: Duration = .seconds(60)
  /// Recovery: between two status probes.
  public var probePause: Duration = .seconds(1)

  /// Pauses before each look in the background at what is open; the last one repeats. Empty: nobody looks, as
  /// in a process that ends with its payment.
  public var pursuit: [Duration] = [1, 2, 5, 10, 30, 60, 300].map { .seconds($0) }

  public init() {}
}
