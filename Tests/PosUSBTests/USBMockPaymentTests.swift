#if USB
  import PosDriver
  import PosProtocol
  import PosSim
  import PosTransport
  import Testing

  extension USBMockTests {
    /// The driver over libusb, and at the other end of the played device the simulated terminal.
    @Suite struct PaymentTests {
      private let mock: USBMock
      private let loop = LineLoop.next()

      init() throws { mock = try #require(USBMock.shared) }

      private func reader(_ device: MockDevice) -> Reader {
        Reader(
          address: .usb(device.address),
          configuration: ReaderConfiguration(password: 123_456, currency: .irr))
      }

      @Test(arguments: [true, false])
      func paysOverLibusb(_ hasUnion: Bool) async throws {
        let device = try await MockDevice(mock, .modem(hasUnion: hasUnion))
        let terminal = try await device.terminal(on: loop)
        let reader = reader(device)
        let request = PaymentRequest(amount: try #require(Amount(minorUnits: 1_500_000)), currency: .irr)
        let outcome = await reader.pay(request) { _ in }
        await reader.disconnect()
        guard case .approved(let record) = outcome else { return #expect(Bool(false), "\(outcome)") }
        #expect(record.receiptNumber?.value == 1)
        try await device.wait(for: "release 0")
        await terminal.switchOff()
        try await device.unplug()
      }

      @Test func aReaderPulledOutInAPaymentLeavesItOpen() async throws {
        let device = try await MockDevice(mock)
        let terminal = try await device.terminal(on: loop)
        let reader = reader(device)
        let request = PaymentRequest(amount: try #require(Amount(minorUnits: 1000)), currency: .irr)
        let outcome = await reader.pay(request) { _ in try? await device.unplug() }
        guard case .unknown = outcome else { return #expect(Bool(false), "\(outcome)") }
        await reader.disconnect()
        await terminal.switchOff()
      }
    }
  }
#endif
