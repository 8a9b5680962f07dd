import ArgumentParser
import PosProtocol

/// What helps against double payments, by its name on the command line.
enum SafeguardName: String, CaseIterable, ExpressibleByArgument, Sendable {
  case receiptSync = "receipt-sync"
  case messageNumbers = "message-numbers"
  case orderNumbers = "order-numbers"

  var safeguard: Safeguards {
    switch self {
    case .receiptSync: .receiptSync
    case .messageNumbers: .messageNumbers
    case .orderNumbers: .orderNumbers
    }
  }
}
