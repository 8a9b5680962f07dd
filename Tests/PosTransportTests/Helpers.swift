import PosTransport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A folder that is gone when the test is.
final class TemporaryFolder {
  let folder: String

  struct Failure: Error { let code = errno }

  init() throws {
    var template = Array("/tmp/pos-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure() }
    folder = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  func path(_ name: String) -> String { name.isEmpty ? folder : "\(folder)/\(name)" }

  deinit {
    guard let stream = opendir(folder) else { return }
    while let entry = readdir(stream) {
      withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          _ = unlink("\(folder)/\(String(cString: $0))")
        }
      }
    }
    closedir(stream)
    rmdir(folder)
  }
}

/// Another process that holds a port's lock until it is killed.
final class HolderProcess {
  let pid: pid_t
  private let output: Int32

  struct Failure: Error { let code: Int32 }

  init(locking path: String) throws {
    var pipes: [Int32] = [0, 0]
    guard pipe(&pipes) == 0 else { throw Failure(code: errno) }
    let script = """
      import fcntl, os, sys, time
      port = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
      fcntl.flock(port, fcntl.LOCK_EX)
      os.write(1, b"!")
      time.sleep(60)
      """
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
    #else
      var actions: posix_spawn_file_actions_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, pipes[1], 1)
    posix_spawn_file_actions_addclose(&actions, pipes[0])
    defer { posix_spawn_file_actions_destroy(&actions) }
    let words = ["python3", "-c", script, path]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var pid = pid_t()
    let code = posix_spawnp(&pid, "python3", &actions, nil, &arguments, environ)
    close(pipes[1])
    guard code == 0 else { throw Failure(code: code) }
    (self.pid, output) = (pid, pipes[0])
  }

  /// Waits until it has the lock.
  func hasLocked() async {
    var byte: UInt8 = 0
    _ = read(output, &byte, 1)
  }

  /// Kills it and waits for its death.
  func end() {
    kill(pid, SIGKILL)
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    close(output)
  }
}

/// Runs something as a user who may do little. On Linux only this thread's file accesses change.
enum OtherUser {
  static func run<Value, Failure: Error>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
    guard getuid() == 0 else { return try body() }
    typealias SetUser = @convention(c) (uid_t) -> Int32
    guard let symbol = dlsym(nil, "setfsuid") else { return try body() }
    let setUser = unsafeBitCast(symbol, to: SetUser.self)
    _ = setUser(65_534)
    defer { _ = setUser(0) }
    return try body()
  }
}

/// How many descriptors this process has open.
func openDescriptors() -> Int {
  (0..<Int32(1024)).count { fcntl($0, F_GETFD) >= 0 }
}
