import Testing

@testable import PosSim

/// The bytes are those of the tables and of the example in Linux' Documentation/usb/usbip_protocol.rst.
@Suite struct USBIPDecoderTests {
  /// CmdIntrIN of the example: a HID device's interrupt endpoint 1, 64 bytes wanted.
  static let interruptIn = hex(
    """
    00000001 00000d05 0001000f 00000001 00000001 00000200 00000040 ffffffff 00000000 00000004 00000000
    00000000
    """)
  static let payload = hex("ffffffff860008a784ce5ae212376300") + zeros(48)
  /// CmdIntrOUT of the example.
  static let interruptOut =
    hex(
      """
      00000001 00000d06 0001000f 00000000 00000001 00000000 00000040 ffffffff 00000000 00000004 00000000
      00000000
      """) + payload

  private func messages(_ bytes: [UInt8], device: UInt32? = nil) throws(USBIPError) -> [USBIPMessage] {
    var decoder = USBIPDecoder(device: device)
    decoder.receive(bytes)
    var messages: [USBIPMessage] = []
    while let message = try decoder.next() {
      messages.append(message)
      if messages.count > 1000 { break }
    }
    return messages
  }

  @Test func readsTheExampleOfTheSpecification() throws {
    let read = try messages(Self.interruptIn + Self.interruptOut, device: 0x0001_000F)
    #expect(
      read == [
        .submit(USBTransfer(sequence: 0xD05, endpoint: 1, isIn: true, length: 64)),
        .submit(USBTransfer(sequence: 0xD06, endpoint: 1, isIn: false, length: 64, data: Self.payload)),
      ])
  }

  @Test func readsOperations() throws {
    #expect(try messages(hex("0111 8005 00000000")) == [.list])
    let name = hex("332d32") + zeros(29)
    #expect(try messages(hex("0111 8003 00000000") + name) == [.take(busID: Array("3-2".utf8))])
    let noEnd = [UInt8](repeating: 0x31, count: 32)
    #expect(try messages(hex("0111 8003 00000000") + noEnd) == [.take(busID: noEnd)])
  }

  @Test func readsAnUnlink() throws {
    let bytes = hex("00000002 00000d07 0001000f 00000000 00000000 00000d05") + zeros(24)
    #expect(try messages(bytes, device: 0x0001_000F) == [.unlink(sequence: 0xD07, of: 0xD05)])
  }

  @Test func readsWhatComesInPieces() throws {
    let bytes = Self.interruptIn + Self.interruptOut + Self.interruptIn
    let whole = try messages(bytes, device: 0x0001_000F)
    for size in [1, 7, 47, 48, 49, 113] {
      var decoder = USBIPDecoder(device: 0x0001_000F)
      var read: [USBIPMessage] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        decoder.receive(Array(bytes[start..<min(start + size, bytes.count)]))
        while let message = try decoder.next() { read.append(message) }
      }
      #expect(read == whole)
      #expect(decoder.offset == bytes.count)
    }
  }

  /// Each of these is one change to the example; the offset is that of the field.
  @Test(
    arguments: [
      (0, "00000005", USBIPError.unknownCommand(5, offset: 0)),
      (8, "00010010", .wrongDevice(0x10010, offset: 8)),
      (12, "00000002", .badDirection(2, offset: 12)),
      (16, "00000010", .badEndpoint(16, offset: 16)),
      (16, "80000001", .badEndpoint(0x8000_0001, offset: 16)),
      (24, "00100001", .tooLong(0x10_0001, offset: 24)),
      (24, "ffffffff", .tooLong(0xFFFF_FFFF, offset: 24)),
      (32, "00000001", .isochronous(offset: 32)),
    ])
  func refuses(_ change: (Int, String, USBIPError)) {
    var bytes = Self.interruptIn
    bytes.replaceSubrange(change.0..<(change.0 + 4), with: hex(change.1))
    #expect(throws: change.2) { try messages(bytes, device: 0x0001_000F) }
  }

  @Test func refusesOtherOperationsAndVersions() {
    #expect(throws: USBIPError.unknownOperation(0x8004, offset: 2)) {
      try messages(hex("0111 8004 00000000"))
    }
    #expect(throws: USBIPError.badVersion(0x0211, offset: 0)) { try messages(hex("0211 8005 00000000")) }
    #expect(throws: USBIPError.badVersion(0x4745, offset: 8)) {
      try messages(hex("0111 8005 00000000") + Array("GET / HTTP/1.1".utf8))
    }
  }
}
