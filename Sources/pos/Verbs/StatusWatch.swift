import Foundation
import PosDriver

/// `pos status --watch`: a reader that is kept connected, and what becomes of it.
struct StatusWatch: Sendable {
  let output: OutputOptions
  private var log = StatusLog()

  init(output: OutputOptions) { self.output = output }

  /// Until SIGINT or SIGTERM. Unreachable: it never was ready.
  mutating func run(_ reader: Reader) async -> ExitStatus {
    let signals = SignalWatch { times in
      guard times == 1 else { Console.leave(.unreachable) }
      Task { await reader.disconnect() }
    }
    let keeping = Task { await reader.keepConnected() }
    Console.note("watching; SIGINT ends it")
    var isHeard = true
    for await state in reader.states {
      if case .disconnected(.closedHere) = state { break }
      if let news = log.hear(state, at: .now) { isHeard = say(news) }
      guard isHeard else { break }
    }
    keeping.cancel()
    await reader.disconnect()
    signals.stop()
    let summary = log.summary(at: .now)
    guard isHeard, Console.print(output.json ? summary.json.line : summary.text(in: output.lang)) else {
      return .output
    }
    return summary.wasReady ? .approved : .unreachable
  }

  private func say(_ news: StatusLog.News) -> Bool {
    let time = Date.now
    guard output.json else {
      let clock = time.formatted(.iso8601.time(includingFractionalSeconds: true))
      return Console.print("\(clock)  \(news.text(in: output.lang))")
    }
    let stamp = time.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true))
    return Console.print(news.json.after("time", .text("\(stamp)Z")).line)
  }
}

/// What of a reader's states is worth telling, and what they come to.
struct StatusLog: Sendable {
  enum News: Hashable, Sendable {
    /// Registered, so long after it was lost or first looked for.
    case ready(after: Duration)
    /// No longer there, after so long.
    case lost(DisconnectReason, after: Duration)
    /// Still not there, for a reason that was not told yet.
    case away(DisconnectReason)
  }

  struct Summary: Hashable, Sendable {
    let watched: Duration, ready: Duration, wasReady: Bool
    /// How often it was lost for which reason, the most frequent first.
    let losses: [Loss]

    struct Loss: Hashable, Sendable { let word: String, count: Int }
  }

  private var began: ContinuousClock.Instant?
  /// When it became what it is now.
  private var since: ContinuousClock.Instant?
  private var isReady = false
  private var told: String?
  private var (readyTime, wasReady) = (Duration.zero, false)
  private var losses: [String: Int] = [:]

  /// Nil: nothing new for a person.
  mutating func hear(_ state: ReaderState, at now: ContinuousClock.Instant) -> News? {
    began = began ?? now
    let before = now - (since ?? now)
    switch state {
    case .connecting, .registering, .working, .disconnected(.notYetConnected):
      since = since ?? now
      return nil
    case .ready:
      guard !isReady else { return nil }
      (since, isReady, wasReady, told) = (now, true, true, nil)
      return .ready(after: before)
    case .disconnected(let reason), .waiting(_, let reason):
      if isReady {
        (since, isReady, told) = (now, false, reason.word)
        readyTime += before
        losses[reason.word, default: 0] += 1
        return .lost(reason, after: before)
      }
      guard told != reason.word else { return nil }
      told = reason.word
      return .away(reason)
    }
  }

  func summary(at now: ContinuousClock.Instant) -> Summary {
    let sorted = losses.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return Summary(
      watched: now - (began ?? now), ready: readyTime + (isReady ? now - (since ?? now) : .zero),
      wasReady: wasReady, losses: sorted.map { Summary.Loss(word: $0.key, count: $0.value) })
  }
}

extension StatusLog.News {
  func text(in lang: Language) -> String {
    switch self {
    case .ready(let after):
      lang == .english ? "ready after \(after.brief) s" : "آماده، پس از \(after.brief) ثانیه"
    case .lost(let reason, let after):
      lang == .english
        ? "lost after \(after.brief) s: \(Self.words(reason, lang))"
        : "از دست رفت، پس از \(after.brief) ثانیه: \(Self.words(reason, lang))"
    case .away(let reason):
      lang == .english
        ? "not there: \(Self.words(reason, lang))" : "در دسترس نیست: \(Self.words(reason, lang))"
    }
  }

  var json: JSON {
    switch self {
    case .ready(let after): ["event": "ready", "milliseconds": .number(after.milliseconds)]
    case .lost(let reason, let after):
      ["event": "lost", "milliseconds": .number(after.milliseconds), "reason": .text(reason.word)]
    case .away(let reason): ["event": "away", "reason": .text(reason.word)]
    }
  }

  private static func words(_ reason: DisconnectReason, _ lang: Language) -> String {
    let texts = ReaderTexts.explanation(reason, lang.texts)
    return "\(texts.message) \(texts.advice)"
  }
}

extension StatusLog.Summary {
  func text(in lang: Language) -> String {
    let counts = losses.map { "\($0.word) \($0.count)" }.joined(separator: lang == .english ? ", " : "، ")
    let total = losses.reduce(0) { $0 + $1.count }
    let why = counts.isEmpty ? "" : " (\(counts))"
    return lang == .english
      ? "ready for \(ready.brief) of \(watched.brief) s; lost: \(total)\(why)"
      : "\(ready.brief) از \(watched.brief) ثانیه آماده؛ قطع: \(total)\(why)"
  }

  var json: JSON {
    [
      "watched": .number(watched.milliseconds), "ready": .number(ready.milliseconds),
      "lost": .number(Int64(losses.reduce(0) { $0 + $1.count })),
      "reasons": .object(losses.map { JSON.Member(name: $0.word, value: .number(Int64($0.count))) }),
    ]
  }
}

extension Duration {
  fileprivate var milliseconds: Int64 { Int64(self / .milliseconds(1)) }

  /// Seconds with two places.
  fileprivate var brief: String {
    let hundredths = Int64(self / .milliseconds(10))
    return "\(hundredths / 100)." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100)"
  }
}
