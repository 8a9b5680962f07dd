/// How a recorded conversation is played back.
public struct ReplaySettings: Hashable, Sendable {
  /// Whose recorded bytes are played; the other side is whoever opened the line.
  public enum Side: String, CaseIterable, Sendable { case terminal, register }

  /// The time between what is played and what was heard before it.
  public enum Gaps: Hashable, Sendable {
    /// As recorded.
    case original
    case none
    case fixed(Duration)
  }

  public var side = Side.terminal
  public var gaps = Gaps.original
  /// Begins again at its end.
  public var isLooped = false
  /// Which connection of the file, counted from 1.
  public var connection = 1

  public init() {}
}
