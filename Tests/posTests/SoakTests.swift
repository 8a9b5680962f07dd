import Foundation
import Testing

/// Cycles in a process of their own: tests beside this one open descriptors too. The whole of it is a step of
/// `make ci`.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SoakTests {
  @Test(arguments: ["memory", "pty", "tcp"])
  func cyclesLeaveNothingBehind(way: String) async throws {
    let ended = try await Tool.run(["soak", "--way", way, "--cycles", "500"], in: Tool.folder(), limit: 240)
    #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
  }
}
