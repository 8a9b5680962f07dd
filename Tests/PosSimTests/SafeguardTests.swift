import PosDriver
import PosFirmware
import PosProtocol
import Testing

@testable import PosSim

/// What helps against double payments, between a reader and the simulator.
@Suite struct SafeguardTests {
  private let folder: Folder
  private static let all: Safeguards = [.receiptSync, .messageNumbers, .orderNumbers]
  private static let order = PaymentRequest(
    amount: Amount(minorUnits: 1_000_000)!, currency: .irr, orderNumber: OrderNumber("A42".utf8))

  init() throws { folder = try Folder() }

  private func reader(_ counter: Counter, _ safeguards: Safeguards) -> Reader {
    var configuration = ReaderConfiguration(password: 123_456, currency: .irr)
    configuration.safeguards = safeguards
    return Reader(address: counter.port.address, configuration: configuration)
  }

  @Test(arguments: Counter.Way.allCases)
  func anOrderThatWasPaidBeforeIsToBeAskedFor(_ way: Counter.Way) async throws {
    let counter = try await Counter(way, in: folder) { $0.terminal.safeguards = Self.all }
    let reader = reader(counter, Self.all)
    guard case .approved(let record) = await reader.pay(Self.order, beforeAcknowledging: { _ in }) else {
      return #expect(Bool(false), "\(counter.seen.events)")
    }
    #expect(await reader.capabilities?.safeguards == Self.all)
    let again = await reader.pay(Self.order) { _ in }
    #expect(again == .unknown(.failure(.alreadyPaid), nil))
    #expect(try await reader.lastTransaction() == record)
    #expect(await counter.charges() == [1])
    var other = Self.order
    other.orderNumber = OrderNumber("A43".utf8)
    guard case .approved = await reader.pay(other, beforeAcknowledging: { _ in }) else {
      return #expect(Bool(false), "\(counter.seen.events)")
    }
    await reader.disconnect()
    await counter.close()
  }

  /// Both of the specification's modes: what nobody acknowledged is undone, or kept. Asking tells which.
  @Test(arguments: [true, false], Counter.Way.allCases)
  func survivesATerminalThatKeepsWhatNobodyAcknowledged(_ reverses: Bool, _ way: Counter.Way) async throws {
    let counter = try await Counter(way, in: folder) {
      $0.terminal.safeguards = Self.all
      $0.terminal.reversesUnacknowledged = reverses
    }
    let reader = reader(counter, Self.all)
    let magic = PaymentRequest(amount: Amount(minorUnits: 66_103_000)!, currency: .irr)
    guard case .unknown = await reader.pay(magic, beforeAcknowledging: { _ in }) else {
      return #expect(Bool(false), "\(counter.seen.events)")
    }
    await reader.disconnect()
    let record = try await counter.recover()
    #expect((record?.isApproval == true && record?.originalTrace == nil) == !reverses)
    // A register that asked is in step: nothing is undone by the next payment.
    guard case .approved = await reader.pay(Self.order, beforeAcknowledging: { _ in }) else {
      return #expect(Bool(false), "\(counter.seen.events)")
    }
    #expect(await counter.charges().count == (reverses ? 1 : 2))
    await reader.disconnect()
    await counter.close()
  }
}
