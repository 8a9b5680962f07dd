#if USB
  import PosDriver
  import PosProtocol
  import PosSim
  import PosTransport
  import Synchronization
  import Testing

  #if canImport(Glibc)
    import Glibc
  #else
    import Darwin
  #endif

  extension USBMockTests {
    /// The driver over libusb, and at the other end of the played device the simulated terminal.
    @Suite struct PaymentTests {
      private let mock: USBMock
      private let loop = LineLoop.next()

      init() throws { mock = try #require(USBMock.shared) }

      /// Hands what the terminal writes to the device, in packets.
      private final class Packets: LineClient {
        let device: MockDevice
        init(_ device: MockDevice) { self.device = device }

        func lineReceived(_ bytes: [UInt8]) {
          for start in stride(from: 0, to: bytes.count, by: 64) {
            let packet = Array(bytes[start..<min(start + 64, bytes.count)])
            device.mock.tell("in \(device.number) 82 \(USBMock.hex(packet))")
          }
        }

        func lineClosed(_ reason: LineClosure) {}
      }

      private func terminal(behind device: MockDevice) async throws -> SimulatedTerminal {
        var template = Array("/tmp/pos-usb-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
        var settings = SimulatorSettings(stateFolder: folder)
        (settings.cardDelay, settings.acquirerDelay) = (.milliseconds(100), .milliseconds(100))
        let terminal = try SimulatedTerminal(settings, on: loop)
        await terminal.powerOn()
        let (near, far) = MemoryLine.pair(on: loop)
        await loop.run { near.start(Packets(device)) }
        await loop.run { terminal.attach(far) }
        mock.bridge(device.number) { bytes in near.loop.execute { _ = near.write(bytes) } }
        return terminal
      }

      private func reader(_ device: MockDevice) -> Reader {
        Reader(
          address: .usb(device.address),
          configuration: ReaderConfiguration(password: 123_456, currency: .irr))
      }

      @Test(arguments: [true, false])
      func paysOverLibusb(_ hasUnion: Bool) async throws {
        let device = try await MockDevice(mock, .modem(hasUnion: hasUnion))
        let terminal = try await terminal(behind: device)
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
        let terminal = try await terminal(behind: device)
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
