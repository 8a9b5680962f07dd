internal import Foundation
internal import PosProtocol

/// The shapes in which subjects and results stand in the store and on the service's wire. Reading checks as
/// typing does: what is not a plate, a national ID or a debt cannot come in.
enum FlowJSON {
  struct Form: Codable, Hashable {
    var kind: InquiryKind, plate: PlateShape, nationalID: String, mobile: String

    init(_ form: InquiryForm) {
      (kind, plate) = (form.kind, PlateShape(form.plate))
      (nationalID, mobile) = (form.owner.description, form.mobile.description)
    }

    var value: InquiryForm? {
      guard let plate = plate.value, let owner = try? NationalID(nationalID), let mobile = try? Mobile(mobile)
      else { return nil }
      return InquiryForm(kind, plate: plate, owner: owner, mobile: mobile, areRulesAccepted: true)
    }
  }

  /// A car's four fields, or a motorcycle's two.
  struct PlateShape: Codable, Hashable {
    var two: String?, letter: String?, three: String?, province: String?
    var region: String?, number: String?

    init(_ plate: Plate) {
      switch plate {
      case .vehicle(let plate):
        (two, letter, three, province) = (plate.two, plate.letter.text, plate.three, plate.province)
      case .motorcycle(let plate): (region, number) = (plate.region, plate.number)
      }
    }

    var value: Plate? {
      if let two, let letter, let three, let province {
        return (try? VehiclePlate(two: two, letter: letter, three: three, province: province))
          .map { .vehicle($0) }
      }
      guard let region, let number else { return nil }
      return (try? MotorcyclePlate(region: region, number: number)).map { .motorcycle($0) }
    }
  }

  struct DebtShape: Codable, Hashable {
    var reference: String, amount: UInt64
    var billID: String?, paymentID: String?
    var violation: String?, place: String?, photo: String?
    /// Seconds since 1970.
    var time: Int64?

    init(_ debt: Debt) {
      (reference, amount) = (debt.reference, debt.amount.minorUnits)
      (billID, paymentID) = (debt.bill?.billID.description, debt.bill?.paymentID.description)
      (violation, place, photo) = (debt.violation, debt.place, debt.photo)
      time = debt.time.map { Int64($0.timeIntervalSince1970.rounded()) }
    }

    /// Texts are cut where nobody reads on; a bill that is none, or over another amount, makes no debt.
    var value: Debt? {
      guard let amount = Amount(minorUnits: amount) else { return nil }
      var bill: Bill?
      if billID != nil || paymentID != nil {
        guard let known = try? Bill(billID: billID ?? "", paymentID: paymentID ?? "") else { return nil }
        bill = known
      }
      // Beyond the year 9999 there is no date to show.
      if let time, !(0..<253_402_300_800).contains(time) { return nil }
      return Debt(
        reference, amount, bill: bill, violation: Self.plain(violation), place: Self.plain(place),
        time: time.map { Date(timeIntervalSince1970: Double($0)) }, photo: Self.plain(photo))
    }

    private static func plain(_ text: String?) -> String? {
      text.map { text in
        String(
          String.UnicodeScalarView(
            text.unicodeScalars.prefix(200).filter { $0.properties.generalCategory != .control }))
      }
    }
  }

  struct Result: Codable, Hashable {
    var kind: InquiryKind, total: UInt64, debts: [DebtShape]

    init(_ result: InquiryResult) {
      (kind, total, debts) = (result.kind, result.total.minorUnits, result.debts.map(DebtShape.init))
    }

    var value: InquiryResult? {
      let values = debts.compactMap(\.value)
      guard values.count == debts.count, let result = InquiryResult(kind, values),
        result.total.minorUnits == total
      else { return nil }
      return result
    }
  }

  /// Exactly one of the three.
  struct Subject: Codable, Hashable {
    struct Fine: Codable, Hashable {
      var inquiry: String, kind: InquiryKind, plate: PlateShape, debt: DebtShape
    }
    struct BillShape: Codable, Hashable { var billID: String, paymentID: String }

    var inquiry: Form?, fine: Fine?, bills: [BillShape]?

    init(_ subject: FlowSubject) {
      switch subject {
      case .inquiry(let form): inquiry = Form(form)
      case .fine(let subject):
        fine = Fine(
          inquiry: subject.inquiry.description, kind: subject.kind, plate: PlateShape(subject.plate),
          debt: DebtShape(subject.debt))
      case .bills(let basket):
        bills = basket.bills.map {
          BillShape(billID: $0.billID.description, paymentID: $0.paymentID.description)
        }
      }
    }

    var value: FlowSubject? {
      if let inquiry { return inquiry.value.map { .inquiry($0) } }
      if let fine {
        guard let inquiry = FlowID(fine.inquiry), let plate = fine.plate.value, let debt = fine.debt.value
        else { return nil }
        return .fine(FineSubject(inquiry: inquiry, kind: fine.kind, plate: plate, debt: debt))
      }
      let basket = try? BillBasket(typed: (bills ?? []).map { ($0.billID, $0.paymentID) })
      return basket.map { .bills($0) }
    }
  }

  /// Sorted keys, so that equal values are equal texts.
  static func text(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  static func read<Value: Decodable>(_ type: Value.Type, _ bytes: some Sequence<UInt8>) -> Value? {
    try? JSONDecoder().decode(type, from: Data(bytes))
  }
}
