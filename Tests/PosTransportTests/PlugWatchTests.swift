#if canImport(Glibc)
  import Glibc
  import Synchronization
  import Testing

  @testable import PosTransport

  @Suite(.timeLimit(.minutes(1))) struct PlugWatchTests {
    private final class Count: Sendable {
      private let value = Atomic(0)
      func add() { value.add(1, ordering: .relaxed) }
      func wait(for wanted: Int) async -> Bool {
        for _ in 0..<3000 where value.load(ordering: .relaxed) < wanted {
          try? await Task.sleep(for: .milliseconds(10))
        }
        return value.load(ordering: .relaxed) >= wanted
      }
      var now: Int { value.load(ordering: .relaxed) }
    }

    private func touch(_ path: String) { close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)) }

    private func address(_ path: String) -> LineAddress { .serial(path: path, settings: SerialSettings()) }

    @Test func aPortThatAppearsIsTold() async throws {
      let folder = try TemporaryFolder()
      let (count, other) = (Count(), Count())
      let watch = PlugWatch(address(folder.path("reader")), on: .next()) { count.add() }
      let second = PlugWatch(address(folder.path("reader")), on: .next()) { other.add() }
      #expect(watch != nil && second != nil)
      touch(folder.path("another"))
      touch(folder.path("reader"))
      #expect(await count.wait(for: 1))
      #expect(await other.wait(for: 1))
      #expect(count.now == 1, "what has another name is none")
      chmod(folder.path("reader"), 0o666)
      #expect(await count.wait(for: 2))
      rename(folder.path("another"), folder.path("reader"))
      #expect(await count.wait(for: 3))
      withExtendedLifetime((watch, second)) {}
    }

    @Test func whoIsGoneIsNotTold() async throws {
      let folder = try TemporaryFolder()
      let (count, other) = (Count(), Count())
      let stays = PlugWatch(address(folder.path("reader")), on: .next()) { count.add() }
      do { _ = PlugWatch(address(folder.path("reader")), on: .next()) { other.add() } }
      touch(folder.path("reader"))
      #expect(await count.wait(for: 1))
      #expect(other.now == 0)
      withExtendedLifetime(stays) {}
    }

    @Test func whereItLooks() throws {
      let tree = FileTree(root: try TemporaryFolder().folder)
      let places = { (text: String) in
        PlugWatch.places(of: try LineAddress.parse(text), in: tree).map {
          "\($0.folder.split(separator: "/").dropFirst(2).joined(separator: "/")) \($0.fits("ttyACM7"))"
        }
      }
      #expect(try places("serial:/dev/ttyACM0") == ["dev true"])
      #expect(try places("serial:auto?id=7") == ["dev true"])
      #expect(try places("serial:/dev/serial/by-id/x") == ["dev/serial/by-id false", "dev true"])
      #expect(try places("serial:/tmp/reader") == ["tmp false"])
      #expect(try places("usb:079b:0028") == ["dev/bus/usb true"])
      #expect(try places("tcp:localhost:1") == [])
      #expect(PlugWatch(try LineAddress.parse("tcp:localhost:1"), on: .next()) {} == nil)
      #expect(PlugWatch(address("/no/such/folder/reader"), on: .next()) {} == nil)
    }
  }
#endif
