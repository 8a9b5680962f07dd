import Testing

@testable import PosSim

/// The bytes are those of the tables and of the example in Linux' Documentation/usb/usbip_protocol.rst.
@Suite struct USBIPReplyTests {
  private let entry = USBIPReply.Entry(profile: USBProfile.all[0], number: 1)

  /// From `path` to bNumInterfaces, as both replies have it.
  private var facts: [UInt8] {
    Array("/sys/devices/simulated/usb1/1-1".utf8) + zeros(225) + hex("312d31") + zeros(29)
      // busnum, devnum, speed; idVendor, idProduct, bcdDevice
      + hex("00000001 00000001 00000003 079b 0028 0100")
      // class, subclass, protocol; bConfigurationValue, bNumConfigurations, bNumInterfaces
      + hex("02 00 00 01 01 02")
  }

  @Test func listsDevices() {
    #expect(USBIPReply.list([]) == hex("0111 0005 00000000 00000000"))
    let bytes = USBIPReply.list([entry])
    #expect(bytes == hex("0111 0005 00000000 00000001") + facts + hex("02020100 0a000000"))
    #expect(bytes.count == 0x0C + 0x138 + 2 * 4)
  }

  @Test func handsADeviceOut() {
    let bytes = USBIPReply.taken(entry)
    #expect(bytes == hex("0111 0003 00000000") + facts)
    #expect(bytes.count == 0x140)
    #expect(USBIPReply.refused() == hex("0111 0003 00000001"))
  }

  /// RetIntrOut and RetIntrIn of the example; its start frame, which the table wants to be 0, is 0 here.
  @Test func answersAsTheExampleOfTheSpecification() {
    let rest = hex(
      "00000000 00000000 00000000 00000000 00000040 00000000 00000000 00000000 00000000 00000000")
    let out = USBCompletion(sequence: 0xD06, packets: 0, length: 64)
    #expect(USBIPReply.completed(out) == hex("00000003 00000d06") + rest)
    let data = hex("ffffffff860011a784ce5ae2123763612891b1020100000400") + zeros(39)
    let given = USBCompletion(sequence: 0xD05, packets: 0, length: 64, data: data)
    #expect(USBIPReply.completed(given) == hex("00000003 00000d05") + rest + data)
  }

  @Test func givesTheNumberOfPacketsBack() {
    let reply = USBIPReply.completed(USBCompletion(sequence: 1, packets: .max, length: 0))
    #expect(Array(reply[0x20..<0x24]) == hex("ffffffff"))
  }

  @Test func saysMinus32ForAStallAndMinus104ForAnUnlink() {
    let stalled = USBIPReply.completed(USBCompletion(sequence: 7, packets: 0, status: -32, length: 0))
    #expect(stalled == hex("00000003 00000007") + zeros(12) + hex("ffffffe0") + zeros(24))
    #expect(
      USBIPReply.unlinked(8, wasOpen: true) == hex("00000004 00000008") + zeros(12) + hex("ffffff98")
        + zeros(24))
    #expect(USBIPReply.unlinked(8, wasOpen: false) == hex("00000004 00000008") + zeros(40))
  }
}
