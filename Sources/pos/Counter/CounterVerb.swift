import ArgumentParser
import PaymentFlows
import PosProtocol

/// A verb of the counter: one command to one flow.
protocol CounterVerb: Verb {
  var options: CounterOptions { get }
}

/// The counter with its reader, for one verb.
struct OpenCounter: Sendable {
  let counter: Counter
  let desk: Desk
  /// Nil where none was named.
  let card: OpenReader?
  let lang: Language

  /// Does what is asked for; a signal meanwhile reaches the reader.
  func handle(_ command: FlowEvent, _ flow: FlowID) async throws(Complaint) -> FlowView {
    let result: Result<FlowView, CounterError>
    if let card, command == .pay {
      result = await desk.whileRunning(card) { await attempt(command, flow) }
    } else {
      result = await attempt(command, flow)
    }
    return try Self.told(result)
  }

  func register(_ subject: FlowSubject, as flow: FlowID) async throws(Complaint) -> FlowView {
    do throws(CounterError) {
      return try await counter.register(subject, as: flow)
    } catch {
      throw Complaint(error)
    }
  }

  /// Tells the service of what is paid, as far as it can be reached; what fails stays in the outbox.
  func report() async throws(Complaint) -> [Settlement] {
    do throws(CounterError) {
      return try await counter.report()
    } catch {
      throw Complaint(error)
    }
  }

  private func attempt(_ command: FlowEvent, _ flow: FlowID) async -> Result<FlowView, CounterError> {
    do throws(CounterError) {
      return .success(try await counter.handle(command, flow, on: card?.reader))
    } catch {
      return .failure(error)
    }
  }

  private static func told(_ result: Result<FlowView, CounterError>) throws(Complaint) -> FlowView {
    switch result {
    case .success(let view): return view
    case .failure(let error): throw Complaint(error)
    }
  }
}

extension CounterVerb {
  static var shares: SharedOptions { [] }

  /// The counter, with what a dead process left half done put right.
  ///
  /// - Parameter isNew: whether a journal that is not there is made: by who begins something.
  func open(
    at desk: Desk, isNew: Bool = false, tell: @escaping @Sendable (Happening) -> Void
  ) async throws(Complaint) -> OpenCounter {
    let journal =
      isNew ? try desk.journal(options.journal) : try desk.existingJournal(options.journal)
    let payments = desk.payments(of: journal, options.reader.wire)
    var card: OpenReader?
    if let address = options.reader.reader {
      card = try await desk.reader(at: address, options.reader.wire, currency: .irr, tell: tell)
    }
    let printer = PaperFile(
      path: options.printer, width: options.width, language: output.lang.receipts,
      format: options.printerFormat)
    let counter = Counter(
      store: LedgerFlows(journal), payments: payments,
      service: options.service.map { HTTPInquiryService($0.carrier) }, printer: printer)
    do throws(CounterError) {
      _ = try await counter.resume()
    } catch {
      throw Complaint(error)
    }
    return OpenCounter(counter: counter, desk: desk, card: card, lang: output.lang)
  }
}

extension Complaint {
  init(_ error: CounterError) {
    let status: ExitStatus =
      switch error {
      case .noSuchFlow, .nameTaken, .billPaid: .wrongData
      case .billUnresolved: .unresolved
      case .noReader, .noService: .usage
      case .readerBusy: .unreachable
      case .journal: .journal
      }
    self.init(status, error.name, error.message)
  }

  init(_ error: FieldError, in lang: Language) {
    self.init(
      .wrongData, "\(error.field.rawValue).\(error.reason.name)",
      lang == .persian ? error.persianMessage : error.message)
  }
}
