#if USB
  import Foundation
  import Synchronization

  /// The bus that Tests/USBMock plays, if this process runs under it (scripts/usb-mock).
  final class USBMock: Sendable {
    static let shared: USBMock? = {
      guard let text = getenv("POS_USB_MOCK_FD"), let descriptor = Int32(String(cString: text)) else {
        return nil
      }
      return USBMock(descriptor)
    }()

    struct TimedOut: Error, CustomStringConvertible { let description: String }

    private struct Memory {
      var answers = 0
      var asked = 0
      var events: [[String]] = []
      var bridges: [String: @Sendable ([UInt8]) -> Void] = [:]
      var devices = 0
    }

    private let descriptor: Int32
    private let memory = Mutex(Memory())

    private init(_ descriptor: Int32) {
      self.descriptor = descriptor
      Thread.detachNewThread { self.listen() }
    }

    /// A number that no device had yet.
    func newNumber() -> Int {
      memory.withLock {
        $0.devices += 1
        return $0.devices
      }
    }

    /// Gives a command and waits until it is done.
    func command(_ words: String) async throws {
      let mine = tell(words)
      try await wait("ok to \(words.prefix(40))") { self.memory.withLock { $0.answers >= mine } }
    }

    /// Gives a command. Returns how many were given.
    @discardableResult
    func tell(_ words: String) -> Int {
      memory.withLock { memory in
        var bytes = Array((words + "\n").utf8)
        while !bytes.isEmpty {
          let count = write(descriptor, bytes, bytes.count)
          guard count > 0 else { break }
          bytes.removeFirst(count)
        }
        memory.asked += 1
        return memory.asked
      }
    }

    /// What was told of a device, without its number.
    func events(of device: Int) -> [String] {
      memory.withLock { memory in
        memory.events.filter { $0.count > 1 && $0[1] == "\(device)" }
          .map { ([$0[0]] + $0.dropFirst(2)).joined(separator: " ") }
      }
    }

    /// Hands what a device is sent to `body`.
    func bridge(_ device: Int, _ body: @escaping @Sendable ([UInt8]) -> Void) {
      memory.withLock { $0.bridges["\(device)"] = body }
    }

    func wait(_ what: String, until isMet: () -> Bool) async throws {
      for _ in 0..<2000 {
        if isMet() { return }
        try await Task.sleep(for: .milliseconds(10))
      }
      throw TimedOut(description: "\(what) did not come")
    }

    private func listen() {
      var rest: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return }
        rest += buffer[..<count]
        while let end = rest.firstIndex(of: 0x0A) {
          hear(String(decoding: rest[..<end], as: UTF8.self).split(separator: " ").map(String.init))
          rest.removeSubrange(...end)
        }
      }
    }

    private func hear(_ words: [String]) {
      let bridge = memory.withLock { memory -> (@Sendable ([UInt8]) -> Void)? in
        guard words != ["ok"] else {
          memory.answers += 1
          return nil
        }
        memory.events.append(words)
        return words.count == 4 && words[0] == "out" ? memory.bridges[words[1]] : nil
      }
      bridge?(Self.bytes(words[3]))
    }

    static func hex(_ bytes: [UInt8]) -> String {
      bytes.isEmpty ? "-" : bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func bytes(_ text: String) -> [UInt8] {
      let digits = Array(text)
      return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
        UInt8(String(digits[$0...($0 + 1)]), radix: 16)
      }
    }
  }
#endif
