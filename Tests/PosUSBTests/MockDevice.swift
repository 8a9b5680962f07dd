#if USB
  import PosTransport

  /// A device on the bus that is played.
  struct MockDevice: Sendable {
    enum Shape: Sendable {
      /// Control on 0 with an endpoint for notices, data on 1.
      case modem(hasUnion: Bool)
      /// As PAX builds them: two lines in one device.
      case twoModems
      /// Class FF, two bulk endpoints.
      case bulk
      /// Two of them; the second one is where `send` and `written` are.
      case twoBulks
      case hid
    }

    let mock: USBMock
    let number: Int
    let vendorID: UInt16
    let productID: UInt16
    let serialNumber: String

    /// Plugged in when this returns.
    init(
      _ mock: USBMock, _ shape: Shape = .modem(hasUnion: true), vendorID: UInt16 = 0x11CA,
      productID: UInt16 = 0x0220
    ) async throws {
      (self.mock, self.vendorID, self.productID) = (mock, vendorID, productID)
      number = mock.newNumber()
      serialNumber = "SN\(number)"
      try await mock.command("string \(number) 1 Maker")
      try await mock.command("string \(number) 2 Reader \(number)")
      try await mock.command("string \(number) 3 \(serialNumber)")
      let descriptors = Self.descriptors(shape, vendorID, productID)
      try await mock.command("add \(number) \(USBMock.hex(descriptors)) \(serialNumber)")
    }

    var address: USBAddress {
      USBAddress(vendorID: vendorID, productID: productID, serialNumber: serialNumber)
    }

    var events: [String] { mock.events(of: number) }

    /// What the host wrote, without what lies between.
    var written: [String] { events.filter { $0.hasPrefix("out 02 ") }.map { String($0.dropFirst(7)) } }

    /// One packet to the host.
    func send(_ bytes: [UInt8]) async throws {
      try await mock.command("in \(number) 82 \(USBMock.hex(bytes))")
    }

    func set(_ words: String) async throws {
      let parts = words.split(separator: " ", maxSplits: 1)
      try await mock.command("\(parts[0]) \(number) \(parts.count > 1 ? parts[1] : "")")
    }

    func unplug() async throws { try await mock.command("remove \(number)") }

    func wait(for event: String, times: Int = 1) async throws {
      do {
        try await mock.wait(event) { events.count { $0 == event } >= times }
      } catch {
        throw USBMock.TimedOut(description: "\(event) did not come, but \(events.suffix(20))")
      }
    }

    private static func descriptors(_ shape: Shape, _ vendorID: UInt16, _ productID: UInt16) -> [UInt8] {
      func low(_ number: UInt16) -> [UInt8] { [UInt8(number & 0xFF), UInt8(number >> 8)] }
      let device: [UInt8] =
        [18, 1, 0, 2, 0, 0, 0, 64] + low(vendorID) + low(productID) + [0, 1, 1, 2, 3, 1]
      let interfaces: [[UInt8]]
      switch shape {
      case .modem(let hasUnion): interfaces = [modem(0, hasUnion), data(1, 2)]
      case .twoModems: interfaces = [modem(0, true), data(1, 4), modem(2, true), data(3, 2)]
      case .bulk: interfaces = [data(0, 2, classCode: 0xFF)]
      case .twoBulks: interfaces = [data(0, 4, classCode: 0xFF), data(1, 2, classCode: 0xFF)]
      case .hid: interfaces = [[9, 4, 0, 0, 1, 3, 0, 0, 0, 7, 5, 0x81, 3, 8, 0, 10]]
      }
      let body = interfaces.flatMap(\.self)
      return device + [9, 2] + low(UInt16(9 + body.count)) + [UInt8(interfaces.count), 1, 0, 0x80, 50] + body
    }

    private static func modem(_ number: UInt8, _ hasUnion: Bool) -> [UInt8] {
      let union: [UInt8] = hasUnion ? [5, 0x24, 6, number, number + 1] : []
      return [9, 4, number, 0, 1, 2, 2, 1, 0, 5, 0x24, 0, 0x10, 1, 4, 0x24, 2, 2] + union
        + [7, 5, 0x85 + number, 3, 8, 0, 10]
    }

    /// Packets of 64 bytes.
    private static func data(_ number: UInt8, _ pair: UInt8, classCode: UInt8 = 0x0A) -> [UInt8] {
      [9, 4, number, 0, 2, classCode, 0, 0, 0, 7, 5, 0x80 | pair, 2, 64, 0, 0, 7, 5, pair, 2, 64, 0, 0]
    }
  }
#endif
