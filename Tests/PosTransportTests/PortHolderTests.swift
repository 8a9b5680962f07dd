import Testing

@testable import PosTransport

#if canImport(Glibc)
  import Glibc

  @Suite(.timeLimit(.minutes(1))) struct PortHolderTests {
    @Test func aHolderIsFoundByAnyNameOfTheDevice() async throws {
      let folder = try TemporaryFolder()
      let pair = try PseudoTerminalPair(link: folder.path("tty"))
      try pair.publish()
      #expect(symlink(folder.path("tty"), folder.path("other")) == 0)
      let holder = try HolderProcess(locking: folder.path("tty"))
      await holder.hasLocked()
      let holders = PortHolder()
      for path in [pair.path, folder.path("tty"), folder.path("other")] {
        #expect(holders.holder(of: path) == "\(holder.pid) (python3)")
      }
      #expect(holders.holder(of: "/dev/null/x") == nil)
      #expect(holders.holder(of: "/etc/passwd") == nil)
      holder.end()
      #expect(PortHolder().holder(of: pair.path) == nil)
    }

    /// A node of one's own leads to the same device; only root can make one.
    @Test func aHolderIsFoundByAnotherNodeOfTheDevice() throws {
      let folder = try TemporaryFolder()
      let node = folder.path("node")
      guard mknod(node, S_IFCHR | 0o600, dev_t(1 << 8 | 7)) == 0 else { return }
      let descriptor = open("/dev/full", O_RDONLY)
      defer { close(descriptor) }
      #expect(PortHolder().holder(of: node)?.hasPrefix("\(getpid()) ") == true)
    }

    /// What another user's process has open is hidden, and what it has locked is not.
    @Test func aHolderIsFoundByItsLock() async throws {
      let folder = try TemporaryFolder()
      let pair = try PseudoTerminalPair(link: folder.path("tty"))
      try pair.publish()
      let holder = try HolderProcess(locking: pair.path)
      await holder.hasLocked()
      let system = try FakeSystem()
      try system.linkOut("/proc/locks", to: "/proc/locks")
      try system.make("/proc/\(holder.pid)")
      try system.write("/proc/\(holder.pid)/comm", "till")
      let holders = PortHolder(FileTree(root: system.root))
      #expect(holders.holder(of: folder.path("tty")) == "\(holder.pid) (till)")
      holder.end()
      #expect(PortHolder(FileTree(root: system.root)).holder(of: pair.path) == nil)
    }

    @Test func ourOwnSecondUseIsNamedToo() async throws {
      let folder = try TemporaryFolder()
      let pair = try PseudoTerminalPair(link: folder.path("tty"))
      try pair.publish()
      let first = try SerialPort.open(pair.path, SerialSettings())
      #expect {
        try SerialPort.open(folder.path("tty"), SerialSettings())
      } throws: { error in
        guard case TransportError.inUse(let text)? = error as? TransportError else { return false }
        return text.hasPrefix("\(folder.path("tty")), held by process \(getpid()) (")
      }
      first.release()
      try SerialPort.open(folder.path("tty"), SerialSettings()).release()
    }
  }
#endif
