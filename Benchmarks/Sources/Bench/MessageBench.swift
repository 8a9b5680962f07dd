import CBaseline
import PosProtocol

/// A status information as a terminal sends it after a payment.
func benchMessage(samples: Int) {
  let rounds = 2_000
  var record = TransactionRecord()
  record.result = ResultCode(.zvt, 0)
  record.isApproval = true
  record.amount = Amount(minorUnits: 1_250)
  record.currency = .eur
  record.receiptNumber = ReceiptNumber(42)
  record.traceNumber = TraceNumber(470)
  record.terminalID = TerminalID(12_345_678)
  record.cardName = WireText("girocard")
  record.additionalText = WireText("Approved")
  let bytes = ZVT.StatusInformation(record, namesCurrency: true).encoded()
  let times = alternate(
    samples: samples,
    [
      { for _ in 0..<rounds { consume(baseline_crc(bytes, bytes.count)) } },
      { for _ in 0..<rounds { consume(ZVT.StatusInformation(record, namesCurrency: true).encoded()) } },
      { for _ in 0..<rounds { consume(decoded(bytes)) } },
      { for _ in 0..<rounds { consume(try? ZVT.Dissection(bytes)) } },
    ])
  var table = Table("Status information, \(bytes.count) B", "µs", "messages/s")
  for (name, time) in zip(["C checksum of it", "encode", "decode", "decode as a tree"], times) {
    table.row(name, short(time / Double(rounds) / 1_000), short(Double(rounds) * 1e9 / time))
  }
  table.show("Message")
}

private func decoded(_ bytes: [UInt8]) -> TransactionRecord? {
  guard let apdu = try? ZVT.APDU(decoding: bytes) else { return nil }
  return (try? ZVT.StatusInformation(decoding: apdu))?.record
}
