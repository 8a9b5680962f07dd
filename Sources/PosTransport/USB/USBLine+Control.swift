#if USB
  /// Requests go out one after another on a thread; of wires that change faster than that, the last state is
  /// told. What the device says of its own wires is not asked for.
  extension USBLine: LineControl {
    func setDTR(_ isOn: Bool) -> Bool { setWires(\.dtr, isOn) }

    func setRTS(_ isOn: Bool) -> Bool { setWires(\.rts, isOn) }

    func modemLines() -> ModemLines? { nil }

    func actualSettings() -> SerialSettings? { nil }

    /// There is no adapter that could keep bytes, and so no setting.
    var isLowLatency: Bool { false }

    func dropOutput() {
      loop.checkIsolated()
      dropQueue()
    }

    func drain() async throws(LineError) {
      let (loop, drain) = (loop, Drain())
      let error: LineError? = await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          loop.execute { self.begin(drain) { continuation.resume(returning: $0) } }
        }
      } onCancel: {
        loop.execute { drain.end(.cancelled) }
      }
      if let error { throw error }
    }

    /// One who waits until all is written. Unchecked: touched on the loop only.
    final class Drain: @unchecked Sendable {
      fileprivate var tell: (@Sendable (LineError?) -> Void)?
      fileprivate var isCancelled = false

      fileprivate func end(_ error: LineError?) {
        isCancelled = error == .cancelled
        tell?(error)
        tell = nil
      }
    }

    /// Tells those who wait, once nothing is on its way any more.
    func tellDrained() {
      let error = ending.map { LineError.closed($0) }
      guard error != nil || writing == nil && queue.isEmpty else { return }
      let waiting = drains
      drains.removeAll()
      for drain in waiting { drain.end(error) }
    }

    private func begin(_ drain: Drain, _ tell: @escaping @Sendable (LineError?) -> Void) {
      guard !drain.isCancelled else { return tell(.cancelled) }
      drain.tell = tell
      drains.append(drain)
      tellDrained()
    }

    private func setWires(_ wire: WritableKeyPath<Wires, Bool>, _ isOn: Bool) -> Bool {
      loop.checkIsolated()
      guard isOpen, connection.plan.control != nil else { return false }
      wires[keyPath: wire] = isOn
      tellWires()
      return true
    }

    private func tellWires() {
      guard isOpen, !isTelling, wires != toldWires else { return }
      isTelling = true
      toldWires = wires
      elsewhere { [wires] in
        $0.setLines(wires)
      } then: { _ in
        self.isTelling = false
        self.tellWires()
      }
    }
  }
#endif
