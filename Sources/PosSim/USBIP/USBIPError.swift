/// How a host broke the rules of USB/IP; it is hung up on. `offset`: where in all that it sent.
public enum USBIPError: Error, Hashable, Sendable {
  case badVersion(UInt16, offset: Int)
  /// Neither a list nor an import.
  case unknownOperation(UInt16, offset: Int)
  /// Neither a submit nor an unlink.
  case unknownCommand(UInt32, offset: Int)
  /// More bytes than any driver asks for at once.
  case tooLong(UInt32, offset: Int)
  /// Not the number of the imported device.
  case wrongDevice(UInt32, offset: Int)
  case badDirection(UInt32, offset: Int)
  /// 16 or more.
  case badEndpoint(UInt32, offset: Int)
  /// The device has no isochronous endpoint.
  case isochronous(offset: Int)
  /// A request of this number is open already.
  case repeatedSequence(UInt32, offset: Int)
  /// More open requests than any driver has.
  case tooManyRequests(offset: Int)

  /// One line for a person.
  public var text: String {
    switch self {
    case .badVersion(let version, let offset): "byte \(offset): USB/IP version \(version), not 273 (1.1.1)"
    case .unknownOperation(let code, let offset): "byte \(offset): no operation of USB/IP: \(code)"
    case .unknownCommand(let code, let offset): "byte \(offset): no command of USB/IP: \(code)"
    case .tooLong(let length, let offset): "byte \(offset): a transfer of \(length) bytes"
    case .wrongDevice(let device, let offset): "byte \(offset): a request for device \(device)"
    case .badDirection(let direction, let offset): "byte \(offset): a direction \(direction)"
    case .badEndpoint(let endpoint, let offset): "byte \(offset): an endpoint \(endpoint)"
    case .isochronous(let offset): "byte \(offset): an isochronous transfer"
    case .repeatedSequence(let number, let offset): "byte \(offset): request \(number) is open already"
    case .tooManyRequests(let offset): "byte \(offset): too many open requests"
    }
  }
}
