extension ClockReading {
  /// What BMP AA (YYMMDD) and BMP 0C (HHMMSS) say; nil if they show no date and time. The century is ours.
  init?(date: ZVT.DigitTriple?, time: ZVT.DigitTriple?) {
    guard let date, let time else { return nil }
    self.init(
      year: 2000 + UInt16(date.first), month: date.second, day: date.third, hour: time.first,
      minute: time.second, second: time.third)
  }

  /// For BMP AA and BMP 0C; nil without a date.
  var dateAndTime: (ZVT.DigitTriple, ZVT.DigitTriple)? {
    guard let year, let month, let day, let date = ZVT.DigitTriple(UInt8(year % 100), month, day),
      let time = ZVT.DigitTriple(hour, minute, second)
    else { return nil }
    return (date, time)
  }

  /// TLV 34 of a status enquiry's completion: the terminal's clock.
  static var statusTag: UInt32 { 0x34 }
  private static var dateTag: UInt32 { 0x1F0E }
  private static var timeTag: UInt32 { 0x1F0F }

  /// Nil if the object shows no date and time.
  init?(_ object: ZVT.TLV.Object) {
    let inside = ZVT.TLV(object.objects)
    guard let date = inside.value(Self.dateTag), date.count == 4, let time = inside.value(Self.timeTag),
      time.count == 3
    else { return nil }
    var reader = ByteReader(date + time)
    guard let digits = try? BCD.read(digits: 14, from: &reader) else { return nil }
    let (days, clock) = (digits / 1_000_000, digits % 1_000_000)
    self.init(
      year: UInt16(days / 10_000), month: UInt8(days / 100 % 100), day: UInt8(days % 100),
      hour: UInt8(clock / 10_000), minute: UInt8(clock / 100 % 100), second: UInt8(clock % 100))
  }

  /// Nil without a date.
  var tlv: ZVT.TLV? {
    guard let year, let month, let day else { return nil }
    var (date, time): ([UInt8], [UInt8]) = ([], [])
    BCD.write(UInt64(year) * 10_000 + UInt64(month) * 100 + UInt64(day), digits: 8, to: &date)
    BCD.write(UInt64(hour) * 10_000 + UInt64(minute) * 100 + UInt64(second), digits: 6, to: &time)
    var parts: [ZVT.TLV.Object] = []
    parts.append(ZVT.TLV.Object(Self.dateTag, date))
    parts.append(ZVT.TLV.Object(Self.timeTag, time))
    var tlv = ZVT.TLV()
    tlv.objects.append(ZVT.TLV.Object(Self.statusTag, of: parts))
    return tlv
  }
}
