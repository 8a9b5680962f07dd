import PaymentFlows
import PosDriver

// tcp:192.168.1.20:20007 or serial:/dev/ttyUSB0
let reader = try Reader(CommandLine.arguments[1], configuration: ReaderConfiguration(password: 123_456))
let payments = Payments(journal: try Journal(path: "payments.sqlite"))
_ = await payments.recover(on: reader)  // what an earlier run may have left open

let fine = try FinePayment(billID: "1234567810199", paymentID: "150041268")
let report = await fine.pay(key: AttemptKey("counter-7-order-42")!, with: payments, on: reader)

switch report.outcome {
case .approved: print("paid, receipt \(report.receiptNumber?.value ?? 0)")
case .declined, .notSent: print("not paid; may be tried again: \(report.error?.message ?? "declined")")
case .unknown: print("not known yet: run recover before anything else is paid")
}
