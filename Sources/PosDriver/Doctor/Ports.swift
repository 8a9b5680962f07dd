import Dispatch
import PosTransport

/// The list of ports, looked for where waiting hurts nobody.
enum Ports {
  static func find(root: String) async -> [PortInfo] {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: PortList.find(root: root)) }
    }
  }
}
