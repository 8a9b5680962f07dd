import Foundation
import PaymentFlows
import PosProtocol

/// A flow at a terminal, question by question. Every answer is a step that is on disk: who breaks off goes on
/// later.
struct Wizard: Sendable {
  let counter: OpenCounter
  private var lang: Language { counter.lang }

  init(_ counter: OpenCounter) { self.counter = counter }

  /// A person is there: standard input is a terminal, or `$POS_WIZARD` says that it stands for one.
  static func isPossible(_ output: OutputOptions) -> Bool {
    !output.json && (isatty(STDIN_FILENO) == 1 || getenv("POS_WIZARD") != nil)
  }

  /// The form, the fee, the receipt, the result, and what is paid of it.
  func inquire(_ kind: InquiryKind?) async throws(Complaint) -> Report {
    guard let form = form(kind) else { return stopped }
    let flow = FlowID()
    var view = try await counter.register(.inquiry(form), as: flow)
    say(
      pick(
        "کارمزد استعلام \(form.kind.persianName): \(PaymentText.money(InquiryKind.fee, .irr, in: lang))",
        "The fee of the \(form.kind.rawValue) inquiry: \(PaymentText.money(InquiryKind.fee, .irr, in: lang))")
    )
    view = try await goOn(view) { $0.flow.stage == .answered }
    while let result = view.result, !result.debts.isEmpty {
      let names = result.debts.map { "\($0.reference)  \(PaymentText.money($0.amount, .irr, in: lang))" }
      guard let place = choose(pick("کدام پرداخت شود؟", "Which is paid?"), names) else { break }
      let fine = FineSubject(inquiry: flow, kind: result.kind, plate: form.plate, debt: result.debts[place])
      guard let name = fine.flow else { break }
      _ = try await goOn(try await counter.register(.fine(fine), as: name)) { $0.flow.stage == .printed }
      _ = try await counter.report()
      view = try await counter.handle(.resume, flow)
    }
    return Report(view, nil, in: lang)
  }

  /// Bills until an empty line, then one payment.
  func payBills() async throws(Complaint) -> Report {
    var bills: [Bill] = []
    while let id = ask(pick("شناسه قبض (خالی: پایان)", "Bill ID (empty: done)")), !id.isEmpty {
      guard let payment = ask(pick("شناسه پرداخت", "Payment ID")) else { return stopped }
      do throws(BillError) {
        let bill = try Bill(billID: id, paymentID: payment)
        guard !bills.contains(where: { $0.identity == bill.identity }) else {
          say(pick("این قبض تکراری است.", "This bill stands there already."))
          continue
        }
        bills.append(bill)
        let service = pick(bill.service.persianName, bill.service.englishName)
        say("\(service)  \(PaymentText.money(bill.amount, .irr, in: lang))")
      } catch {
        say(error.message)
      }
    }
    let basket: BillBasket
    do throws(BillBasket.Trouble) {
      basket = try BillBasket(bills)
    } catch {
      throw Complaint(error, in: lang)
    }
    say(pick("جمع", "Total") + ": " + PaymentText.money(basket.total, .irr, in: lang))
    let view = try await counter.register(.bills(basket), as: FlowID())
    return Report(try await goOn(view) { $0.flow.stage == .printed }, nil, in: lang)
  }

  /// Offers what can be done until the end, or until nothing is chosen.
  private func goOn(
    _ view: FlowView, until isDone: (FlowView) -> Bool
  ) async throws(Complaint) -> FlowView {
    var view = view
    while !isDone(view), !view.commands.isEmpty {
      let labels = view.commands.map { view.label($0, lang.receipts) }
      guard let place = choose(view.flow.stage.text(lang.receipts), labels) else { break }
      view = try await counter.handle(view.commands[place], view.flow.id)
      if let refusal = view.refusal { say(refusal.text(lang.receipts)) }
      if let trouble = view.trouble { say(trouble.message) }
      for line in FlowText.lines(view, in: lang) { say(line) }
    }
    return view
  }

  /// Field by field; a wrong one is asked for again. Nil: nobody answers.
  private func form(_ kind: InquiryKind?) -> InquiryForm? {
    let kinds = InquiryKind.allCases.map { pick($0.persianName, $0.rawValue) }
    guard
      let kind = kind
        ?? choose(pick("نوع استعلام", "Kind of inquiry"), kinds).map({ InquiryKind.allCases[$0] }),
      let plate = plate(), let owner = field(pick("کد ملی مالک", "Owner's national ID"), NationalID.init),
      let mobile = field(pick("شماره تلفن همراه", "Mobile number"), Mobile.init)
    else { return nil }
    let answer = ask(pick("قوانین را می‌پذیرید؟ (بله/خیر)", "Are the rules accepted? (yes/no)")) ?? ""
    let isAccepted = ["بله", "y", "yes", "ب"].contains(answer.lowercased())
    return InquiryForm(kind, plate: plate, owner: owner, mobile: mobile, areRulesAccepted: isAccepted)
  }

  private func plate() -> Plate? {
    while true {
      guard let two = ask(pick("پلاک، دو رقم اول", "Plate, first two digits")),
        let letter = ask(pick("حرف", "Letter")), let three = ask(pick("سه رقم", "Three digits")),
        let province = ask(pick("کد استان", "Province"))
      else { return nil }
      do throws(FieldError) {
        return .vehicle(try VehiclePlate(two: two, letter: letter, three: three, province: province))
      } catch {
        say(Complaint(error, in: lang).message)
      }
    }
  }

  private func field<Value>(_ label: String, _ make: (String) throws(FieldError) -> Value) -> Value? {
    while let text = ask(label) {
      do throws(FieldError) {
        return try make(text)
      } catch {
        say(Complaint(error, in: lang).message)
      }
    }
    return nil
  }

  /// A place in the list; nil for anything else.
  private func choose(_ question: String, _ choices: [String]) -> Int? {
    say(question)
    for (place, choice) in choices.enumerated() { say("  \(place + 1)  \(choice)") }
    let answer = ask(pick("شماره (خالی: پایان)", "Number (empty: stop)")) ?? ""
    guard let number = Int(PersianDigits.normalised(answer)), choices.indices.contains(number - 1) else {
      return nil
    }
    return number - 1
  }

  /// Nil: the input has ended.
  private func ask(_ label: String) -> String? {
    Console.ask(label + ": ")
    return readLine().map { $0.filter { $0 != "\r" } }
  }

  private func say(_ line: String) { Console.note(line) }
  private func pick(_ persian: String, _ english: String) -> String { lang == .persian ? persian : english }
  private var stopped: Report {
    Report(.approved, body: nil, text: pick("پایان؛ مبلغی کم نشد.", "Stopped; nothing was charged."))
  }
}
