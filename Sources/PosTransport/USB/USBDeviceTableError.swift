/// What is wrong with a table of devices. Its `description` is one line for people.
public enum USBDeviceTableError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A row that cannot be read; lines are counted from 1.
  case badRow(line: Int, reason: String)
  /// Two rows of one text are about the same device.
  case twice(line: Int, device: String)
  /// The file could not be read, with errno; or it is larger than 1 MiB, with EFBIG.
  case unreadable(path: String, code: Int32)
  /// As the others, in the file at `path`.
  indirect case inFile(path: String, USBDeviceTableError)

  public var description: String {
    switch self {
    case .badRow(let line, let reason): "line \(line): \(reason)"
    case .twice(let line, let device): "line \(line): \(device) has a row already"
    case .unreadable(let path, let code): "\(path): \(SystemError.text(code))"
    case .inFile(let path, let error): "\(path): \(error)"
    }
  }
}
