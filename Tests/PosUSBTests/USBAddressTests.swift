import PosTransport
import Testing

/// On a machine of any kind, with USB or without.
@Suite struct USBAddressTests {
  private func trouble(_ text: String) async throws -> TransportError? {
    let address = try LineAddress.parse(text)
    let loop = LineLoop.next()
    do throws(TransportError) {
      let line = try await address.open(on: loop)
      loop.execute { line.close() }
      return nil
    } catch {
      return error
    }
  }

  #if USB
    @Test func aReaderThatIsNotThereIsNotFound() async throws {
      guard case .notFound(let text) = try await trouble("usb:0000:ffff") else {
        return #expect(Bool(false), "not told")
      }
      #expect(text.contains(#/^usb:0000:ffff: not on USB; looked at [0-9]+ devices?$/#))
    }

    @Test(.enabled(if: Machine.hasNoUSB, "this machine has USB, and may have a reader"))
    func withoutUSBThereIsNoReader() async throws {
      #expect(
        try await trouble("usb:") == .notFound("usb:: no reader on USB; looked at 0 devices"))
      #expect(try await USBBus.readers().isEmpty)
    }
  #else
    @Test func saysWhatToEnable() async throws {
      #expect(
        try await trouble("usb:079b:0028")
          == .unsupported("usb:079b:0028: USB is not in this build; build with the package trait USB"))
    }
  #endif
}
