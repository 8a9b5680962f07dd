/// What the device tells the host of itself: USB 2.0 chapter 9.6, and the class "communication devices",
/// CDC 1.2 chapter 5.2 and PSTN 1.2 chapter 5.3.
extension USBProfile {
  /// Of a bulk endpoint at high speed.
  static let packetSize = 512
  /// Release 1.00, in decimal digits.
  static let release: UInt16 = 0x0100

  /// bDeviceClass, subclass, protocol.
  var deviceClass: [UInt8] {
    switch kind {
    // A device of several functions that association descriptors tell apart.
    case .communication where portCount > 1: [0xEF, 0x02, 0x01]
    case .communication: [0x02, 0x00, 0x00]
    case .vendor: [0xFF, 0x00, 0x00]
    }
  }

  var deviceDescriptor: [UInt8] {
    [18, 0x01, 0x00, 0x02] + deviceClass + [64] + Self.little(vendorID) + Self.little(productID)
      + Self.little(Self.release) + [1, 2, serialNumber == nil ? 0 : 3, 1]
  }

  /// The device at the other speed, which is the same.
  var qualifierDescriptor: [UInt8] { [10, 0x06, 0x00, 0x02] + deviceClass + [64, 1, 0] }

  /// The configuration, with everything in it.
  var configurationDescriptor: [UInt8] {
    let body = isVendor ? vendorInterface : (0..<portCount).flatMap { communicationFunction($0) }
    let count = UInt8(truncatingIfNeeded: interfaceCount)
    // Self-powered, one of its own; 100 mA.
    return [9, 0x02] + Self.little(UInt16(truncatingIfNeeded: 9 + body.count))
      + [count, 1, 0, 0xC0, 50] + body
  }

  /// - Parameter index: 0: the languages there are. Nil: there is no such text.
  func stringDescriptor(_ index: UInt8) -> [UInt8]? {
    switch index {
    case 0: [4, 0x03, 0x09, 0x04]
    case 1: Self.text(manufacturer)
    case 2: Self.text(product)
    case 3: serialNumber.map(Self.text)
    default: nil
    }
  }

  /// Class, subclass and protocol of each interface, in order.
  var interfaceClasses: [[UInt8]] {
    if isVendor { return [[0xFF, 0x00, 0x00]] }
    return (0..<portCount).flatMap { _ in [[0x02, 0x02, 0x01], [0x0A, 0x00, 0x00]] }
  }

  private var vendorInterface: [UInt8] { [9, 0x04, 0, 0, 2, 0xFF, 0x00, 0x00, 0] + bulkEndpoints(0) }

  private func communicationFunction(_ port: Int) -> [UInt8] {
    let (control, data) = (controlInterface(port), dataInterface(port))
    let association: [UInt8] = portCount > 1 ? [8, 0x0B, control, 2, 0x02, 0x02, 0x01, 0] : []
    let callManagement: [UInt8] = [5, 0x24, 0x01, 0x00, data]
    let union: [UInt8] = [5, 0x24, 0x06, control, data]
    return association
      + [9, 0x04, control, 0, 1, 0x02, 0x02, 0x01, 0]
      + [5, 0x24, 0x00, 0x20, 0x01]
      + (hasUnion ? callManagement : [])
      // It knows line coding and break.
      + [4, 0x24, 0x02, 0x06]
      + (hasUnion ? union : [])
      + [7, 0x05, 0x80 | interruptEndpoint(port), 0x03, 16, 0, 9]
      + [9, 0x04, data, 0, 2, 0x0A, 0x00, 0x00, 0]
      + bulkEndpoints(port)
  }

  private func bulkEndpoints(_ port: Int) -> [UInt8] {
    let number = bulkEndpoint(port)
    let size = Self.little(UInt16(Self.packetSize))
    return [7, 0x05, 0x80 | number, 0x02] + size + [0] + [7, 0x05, number, 0x02] + size + [0]
  }

  /// UTF-16, 126 units at most.
  private static func text(_ string: String) -> [UInt8] {
    let bytes = string.utf16.prefix(126).flatMap { little($0) }
    return [UInt8(truncatingIfNeeded: bytes.count + 2), 0x03] + bytes
  }

  private static func little(_ value: UInt16) -> [UInt8] {
    [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
  }
}
