#if USB
  import CLibUSB
  import Dispatch

  #if canImport(Glibc)
    import Glibc
  #else
    import Darwin
  #endif

  /// An opened reader: its interfaces claimed, its line set up, DTR on.
  ///
  /// Opening and closing block: call them on a thread that may.
  final class USBConnection: Sendable {
    let context: USBContext
    let handle: USBHandle
    let plan: USBPlan
    let quirk: USBDeviceRow.Quirk?
    /// As they were set after opening.
    let wires: USBLine.Wires

    /// Requests of the communication class (PSTN 1.2 §6.3).
    private static let setLineCoding: UInt8 = 0x20, setControlLineState: UInt8 = 0x22

    static func open(
      _ address: USBAddress, known table: USBDeviceTable
    ) throws(TransportError) -> USBConnection {
      let context = try USBContext(handlesEvents: true)
      do throws(TransportError) {
        return try USBDevice.withAll(in: context, known: table) { devices throws(TransportError) in
          let device = try USBChoice(devices).device(for: address)
          return try USBConnection(device, address, in: context)
        }
      } catch {
        context.end()
        throw error
      }
    }

    private init(
      _ device: USBDevice, _ address: USBAddress, in context: USBContext
    ) throws(TransportError) {
      do throws(USBPlan.Hindrance) {
        plan = try device.plan(address.interface)
      } catch {
        throw .notSerial("\(device.name), \(error.text),")
      }
      wires = USBLine.Wires(dtr: address.settings.dtr ?? true, rts: address.settings.rts ?? true)
      try device.checkPortsAreFree(plan)
      (self.context, handle, quirk) = (context, try USBHandle(device), device.row?.quirk)
      let code = handle.claim(plan.interfaces)
      guard code == 0 else {
        handle.close()
        throw USBHandle.refusal(code, device)
      }
      do throws(TransportError) {
        try setUp(address.settings, of: device)
      } catch {
        release()
        throw error
      }
      dropInput()
      LineClosing.devices.enter()
    }

    /// Gives everything back. No transfer may be left. To be called once.
    func close(isGone: Bool) {
      if !isGone { _ = setLines(USBLine.Wires(dtr: false, rts: false), patience: 300) }
      release()
      context.end()
      LineClosing.devices.leave()
    }

    /// DTR and RTS, as bit 0 and bit 1. What a device has no request for is none of its own.
    func setLines(_ wires: USBLine.Wires, patience: UInt32 = USBHandle.patience) -> Int32 {
      guard let control = plan.control else { return 0 }
      let value: UInt16 = (wires.dtr ? 1 : 0) | (wires.rts ? 2 : 0)
      return handle.request(
        Self.setControlLineState, value, interface: control, patience: patience)
    }

    private func release() {
      handle.release(plan.interfaces)
      handle.close()
    }

    private func setUp(_ settings: SerialSettings, of device: USBDevice) throws(TransportError) {
      guard let control = plan.control else { return }
      let parity: UInt8 =
        switch settings.parity {
        case .none: 0
        case .odd: 1
        case .even: 2
        }
      let baud = UInt32(clamping: settings.baud)
      let coding =
        (0..<4).map { UInt8(truncatingIfNeeded: baud >> ($0 * 8)) } + [
          settings.stopBits == 2 ? 2 : 0, parity, 8,
        ]
      let codes = [
        handle.request(Self.setLineCoding, 0, interface: control, coding),
        setLines(wires),
      ]
      // A device without a UART behind it refuses what means nothing to it.
      for code in codes where code < 0 && code != LIBUSB_ERROR_PIPE.rawValue {
        throw USBFault.transport(code, device.name, doing: "setting up")
      }
    }

    /// What a device had to say to nobody is stale.
    private func dropInput() {
      var bytes = [UInt8](repeating: 0, count: plan.packetIn * 8)
      for _ in 0..<16 {
        var count: Int32 = 0
        let code = libusb_bulk_transfer(
          handle.pointer, plan.bulkIn, &bytes, Int32(bytes.count), &count, 10)
        guard code == 0 || count > 0 else { return }
      }
    }
  }

  extension USBDevice {
    /// Claiming takes the port away from a program that uses it through the system's driver, in the middle of
    /// what it does.
    fileprivate func checkPortsAreFree(_ plan: USBPlan) throws(TransportError) {
      let tree = FileTree()
      for interface in plan.interfaces {
        for name in tree.names("\(folder):\(configuration).\(interface)/tty") {
          let holder = PortHolder.describe("/dev/\(name)")
          guard holder == "/dev/\(name)" else { throw .inUse("\(self.name), \(holder)") }
        }
      }
    }
  }
#endif
