extension ZVT.StatusInformation {
  /// The message for a record. BMP 49 is sent only to a register that named a currency itself.
  ///
  /// A record that is no approval never gets result 00, and one without result gets none.
  public init(_ record: TransactionRecord, namesCurrency: Bool) {
    self.init()
    if let code = record.result {
      result = UInt8(truncatingIfNeeded: min(code.number, 0xFF))
      if result == 0, !record.isApproval { result = nil }
    }
    amount = record.amount
    traceNumber = record.traceNumber
    originalTrace = record.originalTrace
    turnoverNumber = record.turnoverNumber.flatMap { TraceNumber($0) }
    setClock(record.clock)
    pan = record.card
    terminalID = record.terminalID
    authorizationAttribute = record.hostReference.map { ZVT.Text(clipping: $0) }
    currency = namesCurrency ? record.currency : nil
    receiptNumber = record.receiptNumber.flatMap { ZVT.Receipt($0) }
    merchantNumber = record.merchantNumber.map { ZVT.Text(clipping: $0) }
    additionalText = record.additionalText.map { ZVT.Text(clipping: $0) }
    cardName = record.cardName.map { ZVT.Text(clipping: $0) }
  }

  mutating func setClock(_ clock: ClockReading?) {
    guard let clock else { return }
    time = ZVT.DigitTriple(clock.hour, clock.minute, clock.second)
    if let month = clock.month, let day = clock.day { date = ZVT.DigitPairs(month, day) }
  }

  /// What the message says, in the words every reader shares.
  public var record: TransactionRecord {
    var record = TransactionRecord()
    record.result = result.map { ResultCode(.zvt, UInt16($0 == 0 ? resultAS ?? 0 : $0)) }
    record.isApproval = result == 0 && resultAS ?? 0 == 0
    record.amount = amount
    record.currency = currency
    record.receiptNumber = receiptNumber?.number
    record.traceNumber = trace
    record.originalTrace = originalTrace
    record.turnoverNumber = turnoverNumber?.value
    record.clock = clock
    record.terminalID = terminalID
    record.card = pan
    record.cardName = cardName?.wireText
    record.merchantNumber = merchantNumber?.wireText
    record.hostReference = authorizationAttribute?.wireText
    record.additionalText = additionalText?.wireText
    return record
  }

  /// Nil for a clock that shows no time of day.
  private var clock: ClockReading? {
    guard let time else { return nil }
    let (hour, minute, second) = (time.first, time.second, time.third)
    return ClockReading(
      month: date?.first, day: date?.second, hour: hour, minute: minute, second: second)
      ?? ClockReading(month: nil, day: nil, hour: hour, minute: minute, second: second)
  }

  /// 000000 stands for the longer number in 1F2B, if there is one; nil if that has more than six digits.
  private var trace: TraceNumber? {
    guard traceNumber?.value == 0, let long = tlv?.value(0x1F2B), (1...9).contains(long.count) else {
      return traceNumber
    }
    var reader = ByteReader(long)
    guard let value = try? BCD.read(digits: 2 * long.count, from: &reader), value <= 999_999 else {
      return nil
    }
    return TraceNumber(UInt32(value))
  }
}
