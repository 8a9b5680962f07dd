import ArgumentParser
import Foundation
import PosSim
import PosTransport

/// `pos sim-service`: the authority's service on this computer, for tests and for trying things out.
struct SimService: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sim-service",
    abstract: "Simulate the authority's service of inquiries and settlements.",
    discussion: """
      Prints 'ready http://127.0.0.1:PORT' and listens on the loopback address only. Questions are POSTs of JSON to \
      /inquiries, /debts and /settlements; /book tells what was done, /script adds a fault, /elsewhere settles a debt \
      by another hand, /change gives it another amount. Faults: down, 300 to 599, garbage, nonsense, lost (it acts, \
      and its answer does not arrive), slow=MILLISECONDS, refuse=WORD.
      """)

  @Option(help: ArgumentHelp("The port; 0: any that is free.", valueName: "PORT"))
  var port: UInt16 = 0
  @Option(
    help: ArgumentHelp("A fault, used once, or N times: settlements:lost*2.", valueName: "QUESTION:FAULT[*N]")
  )
  var fault: [String] = []
  @Option(help: ArgumentHelp("Keep what is settled in a file, one JSON object a line.", valueName: "FILE"))
  var book: String?
  @Option(
    help: ArgumentHelp("How the name of each debt begins; other names are other debts.", valueName: "TEXT"))
  var prefix = ""

  func run() async throws {
    var script = ServiceScript()
    for line in fault where !script.add(line) {
      throw ValidationError("--fault \(line): expected QUESTION:FAULT[*N], as settlements:lost*2")
    }
    do {
      let service = try SimulatedService(script, prefix: prefix, book: book) { Console.note($0) }
      let listener = try await service.listen(port: Int(port))
      guard case .tcp(let host, let number) = listener.address else {
        throw ExitCode(ExitStatus.fault.rawValue)
      }
      guard Console.print("ready http://\(host):\(number)") else {
        throw ExitCode(ExitStatus.output.rawValue)
      }
      let (ends, end) = AsyncStream.makeStream(of: Void.self)
      let watch = SignalWatch { _ in end.finish() }
      for await _ in ends {}
      watch.stop()
      await listener.close()
    } catch let error as SimulatorError {
      Console.note("pos: \(error.text)")
      throw ExitCode(ExitStatus.journal.rawValue)
    } catch let error as TransportError {
      Console.note("pos: \(error.text)")
      throw ExitCode(ExitStatus.unreachable.rawValue)
    }
  }
}
