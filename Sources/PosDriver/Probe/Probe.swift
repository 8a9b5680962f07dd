import PosProtocol
import PosTransport

/// Finds out how a reader wants to be spoken to: which port, baud, stop bits and framing.
///
/// It asks for the terminal's status (ZVT 05 01) and sends no other command: no payment, no registration, no
/// reversal. What the terminal says meanwhile is answered, so that its dialogue ends as it should. A port is
/// asked until one way succeeds; a port that cannot be opened is asked once.
public struct Probe: Sendable {
  /// How long a silent line is listened to. Real readers acknowledge within tens of milliseconds.
  public var patience = Duration.milliseconds(1500)
  /// The whole probe begins nothing new after this.
  public var limit = Duration.seconds(120)
  /// What serial lines are tried with, in this order.
  public var bauds = [9600, 115_200, 19_200, 38_400, 57_600, 4800, 2400, 1200]

  public init() {}

  /// Tries one target after the other.
  ///
  /// - Parameter tell: hears each try when it is over.
  public func run(
    _ targets: [ProbeTarget], tell: @Sendable (ProbeTry) -> Void = { _ in }
  ) async -> [ProbeTry] {
    let start = ContinuousClock.now
    var tries: [ProbeTry] = []
    for target in targets {
      var isFirst = true
      for (address, framing) in ways(to: target) {
        guard ContinuousClock.now - start < limit, !Task.isCancelled else { return tries }
        let attempt = await attempt(address, framing, again: !isFirst)
        isFirst = false
        tries.append(attempt)
        tell(attempt)
        if attempt.isReader || isHopeless(attempt, target) { break }
      }
    }
    return tries
  }

  /// Every way that a target is tried, in order.
  func ways(to target: ProbeTarget) -> [(LineAddress, ZVT.Framing)] {
    switch target {
    case .host(let host):
      ProbeTarget.usualPorts.map { (.tcp(host: host, port: $0), .tcp) }
        + ProbeTarget.usualPorts.map { (.tcp(host: host, port: $0), .serial) }
    case .line(.serial(let path, let settings)):
      serialSettings(beginningWith: settings).map { (.serial(path: path, settings: $0), .serial) }
    case .line(.tcp(let host, let port)):
      [(.tcp(host: host, port: port), .tcp), (.tcp(host: host, port: port), .serial)]
    case .line(let address): [(address, .serial), (address, .tcp)]
    }
  }

  /// As asked for, then each baud with two stop bits, which suits a reader with one as well, then with one.
  private func serialSettings(beginningWith first: SerialSettings) -> [SerialSettings] {
    var all = [first]
    for stopBits in [2, 1] {
      for baud in bauds {
        var settings = first
        (settings.baud, settings.stopBits) = (baud, stopBits)
        if !all.contains(settings) { all.append(settings) }
      }
    }
    return all
  }

  /// - Parameter again: the same port has just been closed here.
  private func attempt(_ address: LineAddress, _ framing: ZVT.Framing, again: Bool) async -> ProbeTry {
    do throws(TransportError) {
      let line =
        again
        ? try await address.openAgain(on: .next(), connectTimeout: patience)
        : try await address.open(on: .next(), connectTimeout: patience)
      let manner = EnquiryManner(framing: framing, patience: patience, limit: patience * 4)
      let hearing = await Enquiry.ask(line, manner)
      return ProbeTry(address: address, framing: framing, trouble: nil, hearing: hearing)
    } catch {
      return ProbeTry(address: address, framing: framing, trouble: error, hearing: nil)
    }
  }

  /// Another setting will not open the port either. Another port of a host may be open.
  private func isHopeless(_ attempt: ProbeTry, _ target: ProbeTarget) -> Bool {
    guard let trouble = attempt.trouble else { return false }
    if case .badSettings = trouble { return false }
    if case .host = target { return false }
    return true
  }
}
