#if USB
  import Dispatch
  import Testing

  @testable import PosTransport

  extension USBMockTests {
    @Suite struct BusTests {
      private let mock: USBMock

      init() throws { mock = try #require(USBMock.shared) }

      @Test func listsReadersWithTheirTexts() async throws {
        let device = try await MockDevice(mock)
        let hid = try await MockDevice(mock, .hid, vendorID: 0x0801, productID: 2)
        let readers = try await USBBus.readers()
        let reader = try #require(readers.first { $0.address == device.address })
        #expect(reader.make == "Maker" && reader.product == "Reader \(device.number)")
        #expect(reader.row?.name == "Verifone VX805" && reader.hindrance == nil && reader.isPermitted)
        #expect(reader.port == "1-\(device.number)")
        #expect(readers.first { $0.address == hid.address }?.hindrance?.contains("HID") == true)
        try await device.unplug()
        try await hid.unplug()
        #expect(try await USBBus.readers().allSatisfy { $0.address != device.address })
      }

      @Test(arguments: [USBBus.Watch.automatic, .polling(.milliseconds(50))])
      func tellsWhoComesAndGoes(_ watch: USBBus.Watch) async throws {
        let bus = try await USBBus.open(watch)
        try await seeOneComeAndGo(bus)
      }

      /// No look is due meanwhile: libusb's events have to wake it.
      @Test func eventsTellAtOnce() async throws {
        let bus = try await USBBus.open(.automatic, lookingEvery: .seconds(120))
        let start = ContinuousClock.now
        try await seeOneComeAndGo(bus)
        #expect(ContinuousClock.now - start < .seconds(60))
      }

      private func seeOneComeAndGo(_ bus: USBBus) async throws {
        var events = bus.events.makeAsyncIterator()
        func next(_ address: USBAddress) async -> USBBus.Event? {
          while let event = await events.next() {
            switch event {
            case .arrived(let reader) where reader.address == address: return event
            case .left(let reader) where reader.address == address: return event
            default: continue
            }
          }
          return nil
        }
        let device = try await MockDevice(mock)
        guard case .arrived(let reader) = await next(device.address) else {
          return #expect(Bool(false), "did not arrive")
        }
        #expect(reader.product == "Reader \(device.number)")
        try await device.unplug()
        #expect(await next(device.address) == .left(reader))
        await bus.close()
        #expect(await events.next() == nil)
      }

      @Test func aBusThatIsForgottenEndsToo() async throws {
        for _ in 0..<3 { await (try USBBus.open()).close() }
        let before = Machine.census()
        for _ in 0..<10 { _ = try await USBBus.open(.polling(.seconds(1))) }
        for _ in 0..<10 { await (try USBBus.open()).close() }
        try await mock.wait("the same number of threads") { Machine.census().threads <= before.threads }
        #expect(Machine.census().descriptors <= before.descriptors)
      }
    }
  }
#endif
