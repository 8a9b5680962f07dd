#if USB
  import CLibUSB

  /// Looks at the bus again and again, and asks a device for its texts once. Blocks.
  struct USBScan: Sendable {
    private let table: USBDeviceTable
    private var known: [Key: USBReader] = [:]
    /// Seen once and closed to this user: the system may not have given it to its group yet.
    private var fresh: Set<Key> = []

    /// A device from plugging in to pulling out.
    private struct Key: Hashable, Sendable {
      let node: String
      let port: String
      let vendorID: UInt16
      let productID: UInt16
    }

    init(table: USBDeviceTable) { self.table = table }

    /// In the order of their ports.
    mutating func readers() throws(TransportError) -> [USBReader] {
      let found = try look()
      known = found
      return found.values.sorted { ($0.port.utf8.count, $0.port) < ($1.port.utf8.count, $1.port) }
    }

    /// What is otherwise than at the last look: first what left. Nothing if the bus cannot be read.
    mutating func changes() -> [USBBus.Event] {
      guard var found = try? look() else { return [] }
      // Told at the second look, when the system has had its time.
      let waiting = Set(found.filter { !$0.value.isPermitted && known[$0.key] == nil }.keys)
      for key in waiting.subtracting(fresh) { found[key] = nil }
      fresh = waiting
      let left = known.filter { found[$0.key] == nil }.values
      let arrived = found.filter { known[$0.key] == nil }.values
      known = found
      return left.sorted { $0.node < $1.node }.map { .left($0) }
        + arrived.sorted { $0.node < $1.node }.map { .arrived($0) }
    }

    /// With a context that lives no longer: without udev, one that lives on does not learn what is new.
    private func look() throws(TransportError) -> [Key: USBReader] {
      let context = try USBContext(handlesEvents: false)
      defer { context.end() }
      return try USBDevice.withAll(in: context, known: table) { devices in
        var found: [Key: USBReader] = [:]
        for device in devices {
          let key = Key(
            node: device.node, port: device.port, vendorID: device.vendorID, productID: device.productID)
          if let reader = known[key], reader.isPermitted {
            found[key] = reader
          } else if let reader = reader(device) {
            found[key] = reader
          }
        }
        return found
      }
    }

    /// nil if it is none.
    private func reader(_ device: USBDevice) -> USBReader? {
      var hindrance: String?
      do throws(USBPlan.Hindrance) {
        _ = try device.plan()
      } catch {
        // A cable is a port, and what is behind it unknown.
        guard let row = device.row, row.kind != .adapter else { return nil }
        hindrance = error.text
      }
      let handle = try? USBHandle(device)
      defer { handle?.close() }
      let address = USBAddress(
        vendorID: device.vendorID, productID: device.productID,
        serialNumber: FileTree().text("\(device.folder)/serial") ?? handle?.string(device.serialIndex))
      return USBReader(
        address: address, make: handle?.string(device.makeIndex),
        product: handle?.string(device.productIndex), row: device.row, port: device.port, node: device.node,
        hindrance: hindrance, isPermitted: handle != nil)
    }
  }
#endif
