/// How a terminal announces its safeguards, and how a payment uses them.
///
/// - Wire: TLV 1F71 of 06 0F after 06 00, the tags the terminal knows; 1F73 000000 there, message numbers;
///   1F1F, 1F0D and 1F15 of 06 01; 1F1F of 04 0F.
/// - Spec: PA00P015 §9; the order number is an operator's.
extension Safeguards {
  private static let receiptTag: UInt32 = 0x1F1F, orderTag: UInt32 = 0x1F0D, controlTag: UInt32 = 0x1F15
  private static let knownTag: UInt32 = 0x1F71
  /// Bit of 1F15: 1F0D is an order number that is not to be paid twice.
  private static let orderIsUnique: UInt8 = 0x04

  /// What a completion of a registration says; nil if nothing.
  var announcement: ZVT.TLV? {
    guard !isEmpty else { return nil }
    var (known, tlv): ([UInt8], ZVT.TLV) = ([], ZVT.TLV())
    if contains(.receiptSync) { known += [0x1F, 0x1F] }
    if contains(.orderNumbers) { known += [0x1F, 0x0D, 0x1F, 0x15] }
    if contains(.messageNumbers) { known += [0x1F, 0x73] }
    tlv.append(Self.knownTag, known)
    if contains(.messageNumbers) { tlv.append(ZVT.MessageNumbers.tag, [0, 0, 0]) }
    return tlv
  }

  init(announcedIn tlv: ZVT.TLV?) {
    self = []
    guard let tlv else { return }
    if tlv.value(ZVT.MessageNumbers.tag)?.count == 3 { insert(.messageNumbers) }
    var reader = ByteReader(tlv.value(Self.knownTag) ?? [])
    while !reader.isAtEnd, let tag = try? ZVT.TLV.tag(from: &reader) {
      if tag == Self.receiptTag { insert(.receiptSync) }
      if tag == Self.orderTag { insert(.orderNumbers) }
    }
  }

  /// Of what a terminal offers, what this register can take.
  func agreed(with request: RegistrationRequest) -> Safeguards {
    guard request.takesContainers else { return [] }
    return request.offersMessageNumbers ? self : subtracting(.messageNumbers)
  }

  /// What goes with a payment; nil if nothing.
  func container(_ order: OrderNumber?, syncNumber: [UInt8]) -> ZVT.TLV? {
    var tlv = ZVT.TLV()
    if contains(.orderNumbers), let order {
      tlv.append(Self.orderTag, order.bytes)
      tlv.append(Self.controlTag, [Self.orderIsUnique])
    }
    if contains(.receiptSync) { tlv.append(Self.receiptTag, syncNumber) }
    return tlv.objects.isEmpty ? nil : tlv
  }

  /// The number that goes with a record.
  static func sync(_ receipt: ReceiptNumber?) -> ZVT.TLV? {
    guard let receipt = receipt.flatMap({ ZVT.Receipt($0) }) else { return nil }
    var (bytes, tlv): ([UInt8], ZVT.TLV) = ([], ZVT.TLV())
    receipt.write(to: &bytes)
    tlv.append(receiptTag, bytes)
    return tlv
  }

  /// As it came, to be repeated; nil if there is none.
  static func sync(in tlv: ZVT.TLV?) -> [UInt8]? { tlv?.value(receiptTag).flatMap { $0.isEmpty ? nil : $0 } }

  static func order(in tlv: ZVT.TLV?) -> OrderNumber? {
    guard let control = tlv?.value(controlTag)?.first, control & orderIsUnique != 0 else { return nil }
    return tlv?.value(orderTag).flatMap { OrderNumber($0) }
  }

  static func receiptSync(in tlv: ZVT.TLV?) -> PaymentOptions.ReceiptSync? {
    guard let value = tlv?.value(receiptTag) else { return nil }
    guard !value.isEmpty else { return .fresh }
    var reader = ByteReader(value)
    guard value.count == 2, let receipt = try? ZVT.Receipt(from: &reader) else { return nil }
    return .after(receipt.number)
  }
}
