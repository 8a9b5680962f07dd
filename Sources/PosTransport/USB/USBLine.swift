#if USB
  import CLibUSB
  import NIOPosix

  #if canImport(Glibc)
    import Glibc
  #else
    import Darwin
  #endif

  /// A line over two bulk endpoints.
  ///
  /// libusb's thread of events hands every ended transfer to the loop, and the loop submits it again: so a
  /// loop that does not come along stops the device, and fills no memory. What blocks goes to a thread.
  ///
  /// Unchecked: all state is touched on the loop only.
  final class USBLine: PausableLine, @unchecked Sendable {
    let loop: LineLoop
    let connection: USBConnection
    private let limits: Limits
    private var client: (any LineClient)?
    private var state = State.fresh
    private var reads: [USBTransfer] = []
    /// Back with an error, until their endpoint is mended.
    private var stalled: [USBTransfer] = []
    /// Back while nobody wants to read.
    private var held: [USBTransfer] = []
    private var isReading = true
    /// Errors one after another without a byte between them.
    private var readErrors = 0
    private var writeErrors = 0
    private(set) var queue: [[UInt8]] = []
    private(set) var backlog = 0
    /// What flies, and its bytes.
    private(set) var writing: USBTransfer?
    private var piece: [UInt8] = []
    private var isDropping = false
    /// What DTR and RTS are to be, and what the device was told last.
    var wires: Wires
    var toldWires: Wires
    var isTelling = false
    /// Who waits until all is written.
    var drains: [Drain] = []
    /// Transfers that fly, and calls on other threads: while there are any, nothing can be given back.
    private var pending = 0

    private enum State {
      case fresh, started
      case ending(LineClosure)
      case ended(LineClosure)
    }

    struct Wires: Hashable, Sendable { var dtr = true, rts = true }

    /// How long and how often, of which tests want less.
    struct Limits: Sendable {
      /// How long a device may refuse bytes, in milliseconds.
      var write: UInt32 = 5000
      /// How long what was written may still go out after `close`.
      var linger: Duration = .milliseconds(500)
      /// Errors one after another that are mended; one more ends the line.
      var errors = 3
      /// Bytes written that the device has not taken.
      var queue = 262_144
    }

    /// Requests to read that wait at once, so that a device with much to say needs not wait for us.
    private static let readsInFlight = 4

    init(_ connection: USBConnection, on loop: LineLoop, limits: Limits = Limits()) {
      (self.connection, self.loop, self.limits) = (connection, loop, limits)
      (wires, toldWires) = (connection.wires, connection.wires)
    }

    // One that was opened and neither started nor closed; a transfer in flight would hold it.
    deinit {
      guard case .fresh = state else { return }
      NIOThreadPool.singleton.submit { [connection] _ in connection.close(isGone: false) }
    }

    func start(_ client: any LineClient) {
      loop.checkIsolated()
      precondition(self.client == nil, "a line is started once")
      self.client = client
      switch state {
      case .fresh:
        state = .started
        beginReading()
      case .started: preconditionFailure("a line is started once")
      case .ending: break
      case .ended: loop.execute { self.report() }
      }
    }

    func write(_ bytes: [UInt8]) -> Bool {
      loop.checkIsolated()
      guard isOpen else { return false }
      guard !bytes.isEmpty else { return true }
      guard backlog + bytes.count <= limits.queue else {
        end(.failed(ENOBUFS))
        return false
      }
      queue.append(bytes)
      backlog += bytes.count
      writeNext()
      return isOpen
    }

    func dropInput() {
      loop.checkIsolated()
      // What this turn of the loop still delivers was received before.
      isDropping = true
      loop.execute { self.isDropping = false }
    }

    func close() {
      loop.checkIsolated()
      end(.closedHere)
    }

    /// Off: at most the requests that fly bring something yet, and then the device is not asked. That it is
    /// gone is heard when it is asked again, or written to.
    func setReading(_ isOn: Bool) {
      loop.checkIsolated()
      isReading = isOn
      guard isOn else { return }
      let waiting = held
      held.removeAll()
      for read in waiting { ask(read) }
    }

    var isOpen: Bool { ending == nil }

    /// Why it ended, or is about to.
    var ending: LineClosure? {
      switch state {
      case .fresh, .started: nil
      case .ending(let reason), .ended(let reason): reason
      }
    }

    // MARK: in

    private func beginReading() {
      let plan = connection.plan
      for _ in 0..<(connection.quirk == .singleRead ? 1 : Self.readsInFlight) {
        // Whole packets, or one that is longer than the rest of the buffer would be lost.
        let read = USBTransfer(
          to: plan.bulkIn, of: connection.handle, size: plan.packetIn * 8, on: loop,
          ended: { read, end in self.readEnded(read, end) })
        guard let read else { return end(.failed(ENOMEM)) }
        reads.append(read)
        ask(read)
        guard isOpen else { return }
      }
    }

    private func readEnded(_ read: USBTransfer, _ end: USBTransfer.End) {
      pending -= 1
      guard isOpen else { return finishIfIdle() }
      if !end.bytes.isEmpty, !isDropping {
        readErrors = 0
        client?.lineReceived(end.bytes)
        guard isOpen else { return finishIfIdle() }
      }
      switch end.status {
      case LIBUSB_TRANSFER_COMPLETED: ask(read)
      case LIBUSB_TRANSFER_NO_DEVICE: self.end(.disconnected)
      case LIBUSB_TRANSFER_OVERFLOW: self.end(.failed(EOVERFLOW))
      default:
        stalled.append(read)
        guard stalled.count == 1 else { return }
        readErrors += 1
        mend(connection.plan.bulkIn, errors: readErrors) {
          let waiting = self.stalled
          self.stalled.removeAll()
          for read in waiting { self.ask(read) }
        }
      }
    }

    private func ask(_ read: USBTransfer) {
      guard isOpen else { return }
      if isReading { submit(read) } else { held.append(read) }
    }

    // MARK: out

    private func writeNext() {
      guard writing == nil, !queue.isEmpty else { return }
      piece = queue.removeFirst()
      let write = USBTransfer(
        to: connection.plan.bulkOut, of: connection.handle, size: piece.count, timeout: limits.write,
        on: loop,
        ended: { write, end in
          write.free()
          self.writeEnded(end)
        })
      guard let write else { return end(.failed(ENOMEM)) }
      writing = write
      submit(write, piece)
    }

    private func writeEnded(_ end: USBTransfer.End) {
      pending -= 1
      writing = nil
      backlog -= piece.count
      defer {
        tellDrained()
        finishIfIdle()
      }
      switch end.status {
      case LIBUSB_TRANSFER_COMPLETED:
        writeErrors = 0
        keepRest(of: end.count)
        writeNext()
      case LIBUSB_TRANSFER_CANCELLED: writeNext()
      case LIBUSB_TRANSFER_NO_DEVICE: self.end(.disconnected)
      case LIBUSB_TRANSFER_TIMED_OUT: self.end(.failed(ETIMEDOUT))
      default:
        keepRest(of: end.count)
        writeErrors += 1
        mend(connection.plan.bulkOut, errors: writeErrors) { self.writeNext() }
      }
    }

    /// What the device has not taken goes out next. A piece that fills its last packet is followed by an
    /// empty one: only a short packet says that this was all.
    private func keepRest(of count: Int) {
      let rest = Array(piece.dropFirst(count))
      if !rest.isEmpty {
        queue.insert(rest, at: 0)
        backlog += rest.count
      } else if !piece.isEmpty, piece.count.isMultiple(of: connection.plan.packetOut) {
        queue.insert([], at: 0)
      }
    }

    /// Forgets what waits to be written and takes back what is on its way.
    func dropQueue() {
      backlog -= queue.reduce(0) { $0 + $1.count }
      queue.removeAll()
      writing?.cancel()
    }

    // MARK: trouble and end

    private func submit(_ transfer: USBTransfer, _ bytes: [UInt8]? = nil) {
      let code = transfer.submit(bytes)
      guard code != 0 else {
        pending += 1
        return
      }
      if transfer === writing {
        writing = nil
        transfer.free()
      }
      end(code == LIBUSB_ERROR_NO_DEVICE.rawValue ? .disconnected : .failed(EIO))
    }

    /// Clears a halt, which is a request that waits for its answer; then goes on.
    private func mend(_ endpoint: UInt8, errors: Int, then goOn: @escaping @Sendable () -> Void) {
      guard errors <= limits.errors else { return end(.failed(EPIPE)) }
      elsewhere {
        libusb_clear_halt($0.handle.pointer, endpoint)
      } then: { code in
        guard self.isOpen else { return }
        switch libusb_error(rawValue: code) {
        case LIBUSB_SUCCESS: goOn()
        case LIBUSB_ERROR_NO_DEVICE, LIBUSB_ERROR_NOT_FOUND: self.end(.disconnected)
        default: self.end(.failed(EPIPE))
        }
      }
    }

    /// Runs what blocks on a thread, and what follows on the loop.
    func elsewhere(
      _ call: @escaping @Sendable (USBConnection) -> Int32, then: @escaping @Sendable (Int32) -> Void
    ) {
      pending += 1
      NIOThreadPool.singleton.submit { [connection, loop] _ in
        let code = call(connection)
        loop.execute {
          self.pending -= 1
          then(code)
          self.finishIfIdle()
        }
      }
    }

    private func end(_ reason: LineClosure) {
      guard isOpen else { return }
      state = .ending(reason)
      for read in reads { read.cancel() }
      if reason == .closedHere, writing != nil {
        // An acknowledgement is often the last thing written.
        loop.schedule(at: loop.now + limits.linger) { self.dropQueue() }
      } else {
        dropQueue()
      }
      tellDrained()
      // Nobody is to wait for what a device that is gone leaves to be cleared away. In all other cases the
      // next one can open it once the end is told.
      if reason == .disconnected { loop.execute { self.report() } }
      finishIfIdle()
    }

    private func finishIfIdle() {
      guard case .ending(let reason) = state, pending == 0 else { return }
      state = .ended(reason)
      for read in reads { read.free() }
      reads.removeAll()
      stalled.removeAll()
      held.removeAll()
      NIOThreadPool.singleton.submit { [connection, loop] _ in
        connection.close(isGone: reason == .disconnected)
        loop.execute { self.report() }
      }
    }

    private func report() {
      guard let client else { return }
      switch state {
      case .ending(let reason), .ended(let reason):
        self.client = nil
        client.lineClosed(reason)
      case .fresh, .started: break
      }
    }
  }
#endif
