#if USB
  import PosSim
  import PosTransport

  #if canImport(Glibc)
    import Glibc
  #else
    import Darwin
  #endif

  extension MockDevice {
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

    struct NoFolder: Error { let code = errno }

    /// A simulated terminal behind it, switched on.
    func terminal(on loop: LineLoop) async throws -> SimulatedTerminal {
      var template = Array("/tmp/pos-usb-XXXXXX".utf8CString)
      guard let folder = mkdtemp(&template).map({ String(cString: $0) }) else { throw NoFolder() }
      var settings = SimulatorSettings(stateFolder: folder)
      (settings.cardDelay, settings.acquirerDelay) = (.milliseconds(100), .milliseconds(100))
      let terminal = try SimulatedTerminal(settings, on: loop)
      await terminal.powerOn()
      let (near, far) = MemoryLine.pair(on: loop)
      await loop.run { near.start(Packets(self)) }
      await loop.run { terminal.attach(far) }
      mock.bridge(number) { bytes in near.loop.execute { _ = near.write(bytes) } }
      return terminal
    }
  }
#endif
