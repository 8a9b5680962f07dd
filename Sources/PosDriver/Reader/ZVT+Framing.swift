import PosProtocol
import PosTransport

extension ZVT.Framing {
  /// What a line of this address carries: checked serial frames, or bare APDUs on TCP.
  init(_ address: LineAddress) {
    switch address {
    case .serial, .usb, .replay: self = .serial
    case .tcp: self = .tcp
    }
  }
}
