import Foundation
import Testing

/// `pos sim` as a child process, and where a register finds it.
struct Sim: Sendable {
  let child: Child
  let address: String
  let state: URL

  /// Starts one in `folder` and waits until it listens. Protocol times are a twentieth of the real ones.
  init(_ port: [String], in folder: URL, more: [String] = []) async throws {
    state = folder.appending(path: "sim-state")
    let arguments = ["sim"] + port + ["--state", state.path, "--time-scale", Sim.timeScale] + more
    child = try Child(Tool.binary, arguments, in: folder)
    let text = await child.wait { $0.contains("\n") }
    let first = try #require(text?.split(separator: "\n").first, "the simulator did not start")
    try #require(first.hasPrefix("ready "))
    address = String(first.dropFirst("ready ".count))
  }

  static let timeScale = "0.05"

  /// What every command at this reader begins with.
  var reader: [String] { ["--reader", address, "--time-scale", Sim.timeScale] }

  func stop() async {
    child.signal(SIGTERM)
    _ = await child.end(within: 10)
  }
}
