public import PosDriver

/// What is unknown is pursued after the caller has heard so.
extension Payments {
  /// How often a reader was looked at since something new was open.
  struct Pursuit {
    var looks = 0
    /// Something came while it was being looked at.
    var isRenewed = false
  }

  /// Asks this reader again and again, with longer and longer pauses, until nothing with it is open: what
  /// became of attempts, and reversals whose time has come. Call it for each reader when a process starts; an
  /// attempt that ends unknown starts it by itself.
  ///
  /// What it finds out is told by `resolutions`. It ends with this actor.
  public func pursue(on reader: any CardReader) {
    let name = reader.name
    guard !configuration.pursuit.isEmpty else { return }
    guard pursued[name] == nil else {
      pursued[name] = Pursuit(isRenewed: true)
      return
    }
    pursued[name] = Pursuit()
    Task { [weak self, pauses = configuration.pursuit] in
      while let looks = await self?.pursued[name]?.looks {
        await pause(pauses[min(looks, pauses.count - 1)])
        await self?.look(on: reader)
      }
    }
  }

  private func look(on reader: any CardReader) async {
    pursued[reader.name]?.isRenewed = false
    let summary = await recover(on: reader, readyWait: .zero)
    for report in summary.reports where report.outcome != .unknown { found.yield(report) }
    let reversals = try? await runReversals(on: reader)
    let isOpen =
      summary.unresolved > 0 || summary.error != nil || reversals?.contains(where: \.isPending) ?? true
    guard pursued[reader.name]?.isRenewed == false else { return }
    if isOpen { pursued[reader.name]?.looks += 1 } else { pursued[reader.name] = nil }
  }
}

extension ReversalReport {
  fileprivate var isPending: Bool { task.machine.status == .pending }
}
