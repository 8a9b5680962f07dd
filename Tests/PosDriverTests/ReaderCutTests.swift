import PosProtocol
import PosTransport
import Synchronization
import Testing

@testable import PosDriver

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A line cut at every byte of a payment: the call returns, and claims no more than the terminal did.
@Suite(.timeLimit(.minutes(2))) struct ReaderCutTests {
  @Test(arguments: [ZVT.Framing.serial, .tcp])
  func whateverIsCutTheOutcomeIsTrue(framing: ZVT.Framing) async {
    var seen: [String: Int] = [:]
    for count in 0..<1000 {
      let (bench, kept) = (Bench(framing) { CutLine($0, after: count) }, Kept())
      let outcome = await bench.pay(kept)
      await bench.settle()
      let (booked, sawPayment) = await bench.terminal.read { ($0.booked, $0.sawPayment) }
      if booked > 0 { #expect(kept.records.count == 1, "booked, and nobody knows: cut after \(count)") }
      switch outcome {
      case .approved:
        #expect(booked == 1, "cut after \(count)")
        seen["approved", default: 0] += 1
      case .declined: #expect(Bool(false), "cut after \(count): a lost line is no decline")
      case .notSent(let error):
        #expect(!error.mayHaveActed && !sawPayment && booked == 0, "cut after \(count)")
        seen["notSent", default: 0] += 1
      case .unknown(let error, let record):
        #expect(error.mayHaveActed, "cut after \(count)")
        #expect(record == kept.records.last, "cut after \(count)")
        seen[record == nil ? "unknown" : "unknown, record known", default: 0] += 1
      }
      // Beyond the end of the dialogue a cut cuts nothing.
      if case .approved = outcome, count > 400 { break }
    }
    for outcome in ["approved", "notSent", "unknown", "unknown, record known"] {
      #expect(seen[outcome, default: 0] > 5, "\(seen)")
    }
  }

  @Test func cyclesLeakNoDescriptor() async throws {
    let (loop, booked) = (LineLoop.next(), Counter())
    let pseudo = try await PseudoTerminal.open(on: loop) { line in
      TinyTerminal(.serial, on: loop, onBooked: booked.add).serve(line)
    }
    let listener = try await TCPListener.open(host: "127.0.0.1", port: 0, on: loop) { line in
      TinyTerminal(.tcp, on: loop, onBooked: booked.add).serve(line)
    }
    for address in [pseudo.address, listener.address] {
      let reader = Reader(address: address)
      _ = await reader.pay(Bench.request) { _ in }
      await reader.disconnect()
      let before = openDescriptors()
      for _ in 0..<100 {
        let outcome = await reader.pay(Bench.request) { _ in }
        guard case .approved = outcome else { return #expect(Bool(false), "\(address) \(outcome)") }
        await reader.disconnect()
      }
      // Tests beside this one hold a few.
      #expect(openDescriptors() < before + 50)
    }
    #expect(booked.value == 202)
    await pseudo.close()
    await listener.close()
  }

  private final class Counter: Sendable {
    private let count = Atomic(0)
    @Sendable func add() { count.add(1, ordering: .relaxed) }
    var value: Int { count.load(ordering: .relaxed) }
  }

  private func openDescriptors() -> Int { (0..<Int32(1024)).count { fcntl($0, F_GETFD) >= 0 } }
}
