import PosProtocol
import PosTransport
import Synchronization

/// What is asked of a reader that answers: registration, status, the last transaction.
struct Interview {
  let doctor: Doctor
  let trace: TraceSink?

  func hold(_ chart: inout Chart) async {
    let reader = makeReader()
    let ear = Ear()
    let listening = Task { for await event in reader.events { ear.hear(event) } }
    await hold(with: reader, &chart)
    await reader.disconnect()
    listening.cancel()
    guard chart.has(.status) else { return }
    chart.note(DoctorTexts.pending(isReversing: ear.heardReversal, openAttempts: doctor.openAttempts))
  }

  private func hold(with reader: Reader, _ chart: inout Chart) async {
    do throws(ReaderError) {
      try await reader.connect()
      chart.note(DoctorTexts.registered(await reader.capabilities))
    } catch {
      return chart.note(DoctorTexts.notRegistered(error))
    }
    let status: TerminalStatus
    do throws(ReaderError) {
      status = try await reader.status()
      chart.note(DoctorTexts.status(status.code))
    } catch {
      return chart.note(DoctorTexts.failed(.status, error))
    }
    await noteLastTransaction(of: reader, status, &chart)
    chart.note(DoctorTexts.endOfDay(status.code))
  }

  /// The terminal shows its clock only in its records; a terminal that is locked shows none.
  private func noteLastTransaction(of reader: Reader, _ status: TerminalStatus, _ chart: inout Chart) async {
    var record: TransactionRecord?
    if status.isReady {
      do throws(ReaderError) {
        record = try await reader.lastTransaction()
        chart.note(DoctorTexts.lastTransaction(record))
      } catch {
        let isEmpty = error == .failure(.contradiction)
        chart.note(isEmpty ? DoctorTexts.noRecord : DoctorTexts.failed(.lastTransaction, error))
      }
    } else {
      chart.note(
        .skipped(
          .lastTransaction, "Not asked: the terminal is locked.", "پرسیده نشد: پایانه قفل است."))
    }
    chart.note(DoctorTexts.clock(status.code, last: record?.clock, now: LocalClock.now()))
  }

  private func makeReader() -> Reader {
    let (doctor, trace) = (doctor, trace)
    return Reader(
      address: doctor.address, configuration: ReaderConfiguration(), machine: { doctor.machine },
      open: { loop throws(TransportError) in
        let line = try await doctor.reopen(on: loop)
        return trace?.tracing(line, doctor.address) ?? line
      })
  }
}

extension Doctor {
  /// Opens what this program has just closed: the system may take a moment to give the port back.
  fileprivate func reopen(on loop: LineLoop) async throws(TransportError) -> any Line {
    for _ in 0..<20 {
      do throws(TransportError) {
        return try await address.open(on: loop, connectTimeout: .seconds(5) * timeScale)
      } catch {
        guard case .inUse = error else { throw error }
      }
      try? await Task.sleep(for: .milliseconds(100))
    }
    return try await address.open(on: loop, connectTimeout: .seconds(5) * timeScale)
  }

  /// The register's side, with limits that keep three commands within half a minute.
  fileprivate var machine: any RegisterSide {
    var register = ZVT.RegisterConfiguration(
      framing: ZVT.Framing(address), password: password, currency: currency)
    register.link.acknowledgement = .seconds(3)
    register.completion = .seconds(8)
    register.limit = .seconds(10)
    return ZVT.RegisterMachine(configuration: register.scaled(by: timeScale))
  }
}

/// Hears whether the terminal is busy with a reversal of its own.
private final class Ear: Sendable {
  private let reversal = Mutex(false)

  var heardReversal: Bool { reversal.withLock(\.self) }

  func hear(_ event: ReaderEvent) {
    if case .progress(code: 0x05, _) = event { reversal.withLock { $0 = true } }
  }
}
