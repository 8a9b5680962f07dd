import PosProtocol

/// A terminal's clock beside this machine's, read at the same moment.
struct ClockLook: Hashable {
  /// What was done about it.
  enum Setting: Hashable { case none, set, refused }

  /// What the terminal showed; nil: nothing.
  let shown: ClockReading?
  let now: ClockReading?
  private(set) var setting = Setting.none

  init(_ shown: ClockReading?, now: ClockReading? = LocalClock.now()) {
    (self.shown, self.now) = (shown, now)
  }

  func with(_ setting: Setting) -> ClockLook {
    var look = self
    look.setting = setting
    return look
  }

  /// Seconds; nil where one of them shows no date.
  var ahead: Int? {
    guard let shown, let now else { return nil }
    return shown.seconds(after: now)
  }

  var isRight: Bool? { ahead.map { abs($0) <= Self.tolerance } }

  /// Clocks of terminals drift by seconds a day; two minutes are no fault.
  static let tolerance = 120
}
