import PosProtocol
import PosTransport
import Synchronization

/// What is asked of a reader that answers: registration, status and clock, the last transaction, open
/// pre-authorizations.
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
    chart.note(
      DoctorTexts.pending(
        isReversing: ear.heardReversal, openAttempts: doctor.openAttempts,
        openReversals: doctor.openReversals, under: doctor.otherSpellings))
  }

  private func hold(with reader: Reader, _ chart: inout Chart) async {
    do throws(ReaderError) {
      try await reader.connect()
      chart.note(DoctorTexts.registered(await reader.capabilities))
    } catch {
      return chart.note(DoctorTexts.notRegistered(error))
    }
    let status: TerminalStatus
    let clock: ClockLook
    do throws(ReaderError) {
      (status, clock) = try await lookAtClock(of: reader)
      chart.note(DoctorTexts.status(status.code))
    } catch {
      return chart.note(DoctorTexts.failed(.status, error))
    }
    let record = await noteLastTransaction(of: reader, status, &chart)
    let told = await noteDiagnosis(of: reader, &chart)
    chart.note(DoctorTexts.clock(status.code, told ?? clock, last: record?.clock))
    chart.note(await preauthorizations(at: reader, status))
    chart.note(DoctorTexts.endOfDay(status.code))
  }

  /// Asks for status and clock; sets the clock if that is wanted and needed, and asks again.
  private func lookAtClock(of reader: Reader) async throws(ReaderError) -> (TerminalStatus, ClockLook) {
    let status = try await reader.status()
    let look = ClockLook(status.clock)
    guard doctor.settingItsClock, status.code == DoctorTexts.wrongDate || look.isRight == false,
      let now = LocalClock.now()
    else { return (status, look) }
    do throws(ReaderError) {
      try await reader.setClock(now)
    } catch {
      guard case .failure(.refused) = error else { throw error }
      return (status, look.with(.refused))
    }
    let again = try await reader.status()
    return (again, ClockLook(again.clock).with(.set))
  }

  /// A terminal that is locked shows none.
  private func noteLastTransaction(
    of reader: Reader, _ status: TerminalStatus, _ chart: inout Chart
  ) async -> TransactionRecord? {
    guard status.isReady else {
      chart.note(
        .skipped(.lastTransaction, "Not asked: the terminal is locked.", "پرسیده نشد: پایانه قفل است."))
      return nil
    }
    do throws(ReaderError) {
      let record = try await reader.lastTransaction()
      chart.note(DoctorTexts.lastTransaction(record))
      return record
    } catch {
      let isEmpty = error == .failure(.contradiction)
      chart.note(isEmpty ? DoctorTexts.noRecord : DoctorTexts.failed(.lastTransaction, error))
      return nil
    }
  }

  /// Returns the clock, if the terminal told it meanwhile.
  private func noteDiagnosis(of reader: Reader, _ chart: inout Chart) async -> ClockLook? {
    guard doctor.lettingItDiagnose else {
      chart.note(
        .skipped(
          .diagnosis, "Not asked for (--diagnose tries the way to the host).",
          "خواسته نشد (‎--diagnose راه تا میزبان را می‌آزماید)."))
      return nil
    }
    do throws(ReaderError) {
      let clock = try await reader.diagnose()
      chart.note(.ok(.diagnosis, "The terminal reaches its host.", "پایانه به میزبان خود می‌رسد."))
      return clock.map { ClockLook($0) }
    } catch {
      chart.note(DoctorTexts.undiagnosed(error))
      return nil
    }
  }

  private func preauthorizations(at reader: Reader, _ status: TerminalStatus) async -> Finding {
    guard status.isReady else {
      return .skipped(.preauthorizations, "Not asked: the terminal is locked.", "پرسیده نشد: پایانه قفل است.")
    }
    do throws(ReaderError) {
      return DoctorTexts.preauthorizations(try await reader.openPreauthorizations())
    } catch {
      return DoctorTexts.noPreauthorizations(error)
    }
  }

  private func makeReader() -> Reader {
    let (doctor, trace) = (doctor, trace)
    return Reader(
      address: doctor.address, configuration: ReaderConfiguration(), machine: { doctor.machine },
      open: { loop throws(TransportError) in
        let line = try await doctor.address.openAgain(
          on: loop, connectTimeout: .seconds(5) * doctor.timeScale)
        return trace?.tracing(line, doctor.address) ?? line
      })
  }
}

extension Doctor {
  /// The register's side, with limits that keep its commands within a minute.
  fileprivate var machine: any RegisterSide {
    var register = ZVT.RegisterConfiguration(
      framing: ZVT.Framing(address), password: password, currency: currency)
    register.link.acknowledgement = .seconds(3)
    register.asksForClock = true
    // A host is dialled, and called again.
    register.completion = .seconds(lettingItDiagnose ? 45 : 8)
    register.limit = .seconds(lettingItDiagnose ? 60 : 10)
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
