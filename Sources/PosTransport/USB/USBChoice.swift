#if USB
  /// The one device an address means, among those that are there.
  struct USBChoice {
    private let devices: [USBDevice]

    init(_ devices: [USBDevice]) { self.devices = devices }

    func device(for address: USBAddress) throws(TransportError) -> USBDevice {
      let candidates = try address.vendorID == nil ? known(address) : asked(address)
      guard let first = candidates.first else { throw none(address) }
      guard candidates.count == 1 else { throw several(candidates, address) }
      return first
    }

    /// Readers that the table knows; if there are none, what says by its class that it is a line.
    private func known(_ address: USBAddress) throws(TransportError) -> [USBDevice] {
      let lines = devices.filter { (try? $0.plan(address.interface)) != nil }
      let known = lines.filter { $0.row != nil }
      guard known.isEmpty, lines.isEmpty else { return known.isEmpty ? lines : known }
      // One that the table knows, in a mode that is no line, is worth more words than "none".
      for device in devices where device.row != nil && device.row?.kind != .adapter {
        do throws(USBPlan.Hindrance) {
          _ = try device.plan(address.interface)
        } catch {
          throw .notSerial("\(device.name), \(error.text),")
        }
      }
      return []
    }

    private func asked(_ address: USBAddress) throws(TransportError) -> [USBDevice] {
      let same = devices.filter { $0.vendorID == address.vendorID && $0.productID == address.productID }
      guard let serialNumber = address.serialNumber else { return same }
      var matching: [USBDevice] = []
      var trouble: TransportError?
      for device in same {
        do throws(TransportError) {
          if try device.serialNumber() == serialNumber { matching.append(device) }
        } catch {
          trouble = error
        }
      }
      if matching.isEmpty, let trouble { throw trouble }
      return matching
    }

    private func none(_ address: USBAddress) -> TransportError {
      let looked = "looked at \(devices.count) device\(devices.count == 1 ? "" : "s")"
      let wanted = address.vendorID == nil ? "no reader on USB" : "not on USB"
      return .notFound("\(LineAddress.usb(address)): \(wanted); \(looked)")
    }

    private func several(_ found: [USBDevice], _ address: USBAddress) -> TransportError {
      let names = found.map { "\($0.name) at \($0.port)" }.joined(separator: ", ")
      return .badAddress(
        "\(LineAddress.usb(address)) could be any of \(found.count): \(names); give VID:PID:SERIAL")
    }
  }
#endif
