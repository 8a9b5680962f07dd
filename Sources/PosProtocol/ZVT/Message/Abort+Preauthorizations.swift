extension ZVT.Abort {
  private static let preauthorizations: UInt8 = 0xB8
  /// TLV 23, and the receipt numbers in it.
  private static let list: UInt32 = 0x23, listed: UInt32 = 0x08

  /// The ordinary answer to the enquiry for open pre-authorizations.
  public static func openPreauthorizations(_ open: [ReceiptNumber]) -> ZVT.Abort {
    let receipts = open.compactMap { ZVT.Receipt($0) }
    var abort = ZVT.Abort(result: preauthorizations)
    abort.receiptNumber = receipts.first.map { .one($0) } ?? .all
    guard receipts.count > 1 else { return abort }
    var objects: [ZVT.TLV.Object] = []
    for receipt in receipts {
      var bytes: [UInt8] = []
      receipt.write(to: &bytes)
      objects.append(ZVT.TLV.Object(listed, bytes))
    }
    var tlv = ZVT.TLV()
    tlv.objects.append(ZVT.TLV.Object(list, of: objects))
    abort.tlv = tlv
    return abort
  }

  /// The receipt numbers it names, each once; nil if it is no answer to that enquiry. Some terminals name
  /// only one of many.
  public var openPreauthorizations: [ReceiptNumber]? {
    guard statedResult == Self.preauthorizations, let receiptNumber else { return nil }
    var open: [ReceiptNumber] = []
    if case .one(let receipt) = receiptNumber { open.append(receipt.number) }
    for object in tlv?.first(Self.list)?.objects ?? [] where object.tag == Self.listed {
      guard let bytes = object.value, bytes.count == 2 else { continue }
      var reader = ByteReader(bytes)
      guard let receipt = try? ZVT.Receipt(from: &reader), !open.contains(receipt.number) else { continue }
      open.append(receipt.number)
    }
    return open
  }
}
