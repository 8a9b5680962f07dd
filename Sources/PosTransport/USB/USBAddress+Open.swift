import NIOPosix

extension USBAddress {
  /// Opens the reader and sets its line up. The line is silent until `start`.
  ///
  /// Needs the package trait `USB`; without it this throws `.unsupported`. Of several that match none is
  /// opened: `.badAddress` lists them. A driver of the system gives the reader up and gets it back at the
  /// end; if a program uses that driver's port, it is `.inUse`.
  func open(on loop: LineLoop) async throws(TransportError) -> any Line {
    #if USB
      do {
        let connection = try await NIOThreadPool.singleton.runIfActive {
          try USBConnection.open(self, known: .forOpening())
        }
        return USBLine(connection, on: loop)
      } catch let error as TransportError {
        throw error
      } catch {
        throw .system(code: 0, doing: "opening \(LineAddress.usb(self)): \(error)")
      }
    #else
      throw .unsupported(
        "\(LineAddress.usb(self)): USB is not in this build; build with the package trait USB")
    #endif
  }
}

extension USBDeviceTable {
  /// The table in use; a user's file with a mistake is not passed over, since its rows were meant.
  static func forOpening() throws(TransportError) -> USBDeviceTable {
    do throws(USBDeviceTableError) {
      return try current()
    } catch {
      throw .badAddress("table of USB devices: \(error)")
    }
  }
}
