import ArgumentParser
import PaymentFlows

/// `pos bill`: one bill, or several with one card payment.
struct BillVerb: CounterVerb {
  static let configuration = CommandConfiguration(
    commandName: "bill",
    abstract: "Pay bills, several with one card payment; look paid ones up and print them again.",
    discussion: """
      A wrong check digit, a bill that stands there twice and one that is paid already are refused before the reader \
      is asked. At a terminal, without bills and without --json, it asks for them. Exit status as of 'pos fee'; \
      76 where a bill is in doubt.
      """)

  @OptionGroup var options: CounterOptions
  @Option(help: ArgumentHelp("A bill ID (شناسه قبض); once for each bill.", valueName: "ID"))
  var bill: [String] = []
  @Option(help: ArgumentHelp("Its payment ID (شناسه پرداخت), in the same order.", valueName: "ID"))
  var payment: [String] = []
  @Option(help: ArgumentHelp("A bill's barcode, instead of both.", valueName: "DIGITS"))
  var barcode: [String] = []
  @Option(help: ArgumentHelp("The name of a payment that was begun.", valueName: "NAME"))
  var id: FlowID?
  @Option(help: ArgumentHelp("Look a bill up (پیگیری); with --receipt print it again.", valueName: "ID"))
  var followUp: String?
  @OptionGroup var step: PaymentStep
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard bill.count == payment.count else { throw ValidationError("Give a --payment for each --bill.") }
  }

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    do throws(Complaint) {
      if let followUp { return try await follow(followUp, try await open(at: desk, tell: tell)) }
      guard !bill.isEmpty || !barcode.isEmpty || id != nil else {
        guard Wizard.isPossible(output) else {
          throw Complaint(.usage, "usage", "say which: --bill ID --payment ID, --barcode, or --id NAME.")
        }
        return try await Wizard(try await open(at: desk, isNew: true, tell: tell)).payBills()
      }
      let basket = bill.isEmpty && barcode.isEmpty ? nil : try basket()
      let counter = try await open(at: desk, isNew: basket != nil, tell: tell)
      let flow = id ?? FlowID()
      if let basket { _ = try await counter.register(.bills(basket), as: flow) }
      return Report(try await counter.handle(step.command, flow), step.command, in: output.lang)
    } catch {
      return Report(error)
    }
  }

  private func basket() throws(Complaint) -> BillBasket {
    var bills: [Bill] = []
    for (place, numbers) in zip(bill, payment).enumerated() {
      do throws(BillError) {
        bills.append(try Bill(billID: numbers.0, paymentID: numbers.1))
      } catch {
        throw Complaint(.bill(at: place, error), in: output.lang)
      }
    }
    for code in barcode {
      do throws(BillError) {
        bills.append(try Bill(barcode: code))
      } catch {
        throw Complaint(.bill(at: bills.count, error), in: output.lang)
      }
    }
    do throws(BillBasket.Trouble) {
      return try BillBasket(bills)
    } catch {
      throw Complaint(error, in: output.lang)
    }
  }

  private func follow(_ text: String, _ counter: OpenCounter) async throws(Complaint) -> Report {
    let bill: BillID
    do throws(BillError) {
      bill = try BillID(text)
    } catch {
      throw Complaint(error)
    }
    do throws(CounterError) {
      let view = try await counter.counter.followUp(bill)
      guard step.receipt else { return Report(view, nil, in: output.lang) }
      return Report(try await counter.counter.reprint(bill, of: view.flow.id), .print, in: output.lang)
    } catch {
      throw Complaint(error)
    }
  }
}

extension Complaint {
  init(_ trouble: BillBasket.Trouble, in lang: Language) {
    switch trouble {
    case .empty: self.init(.usage, "usage", "no bill was given.")
    case .tooMany:
      self.init(.wrongData, "tooMany", "at most \(BillBasket.maximum) bills go into one payment.")
    case .bill(let place, let error):
      self.init(.wrongData, error.name, "bill \(place + 1): \(error.message)")
    case .twice(let first, let second):
      self.init(
        .wrongData, "twice", "bills \(first + 1) and \(second + 1) are the same. Take one of them out.")
    case .sum: self.init(.wrongData, "amount", "together they come to more than a reader can take.")
    }
  }
}
