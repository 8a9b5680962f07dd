import FuzzSupport
import PosProtocol

/// Any APDU: as a tree, as text for people, and as every message it could be.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzAPDU(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  let bytes = input.rest()
  require(ZVT.masked(bytes).count == bytes.count, "masking keeps every byte's place")
  guard let apdu = try? ZVT.APDU(decoding: bytes) else { return 0 }
  require((try? ZVT.APDU(decoding: apdu.encoded())) == apdu, "an APDU survives encoding")
  if let tree = try? ZVT.Dissection(bytes) {
    require(tree.masked.count == bytes.count, "masking keeps every byte's place")
    require(depth(of: tree.fields) < 20, "bounded depth")
  }
  decode(apdu, ZVT.Registration.self)
  decode(apdu, ZVT.Authorization.self)
  decode(apdu, ZVT.LogOff.self)
  decode(apdu, ZVT.Completion.self)
  decode(apdu, ZVT.Abort.self)
  decode(apdu, ZVT.RepeatReceipt.self)
  decode(apdu, ZVT.Reversal.self)
  decode(apdu, ZVT.AbortRequest.self)
  decode(apdu, ZVT.StatusEnquiry.self)
  decode(apdu, ZVT.StatusInformation.self)
  decode(apdu, ZVT.IntermediateStatus.self)
  decode(apdu, ZVT.PrintLine.self)
  decode(apdu, ZVT.PrintTextBlock.self)
  decode(apdu, ZVT.PartialReversal.self)
  decode(apdu, ZVT.Diagnosis.self)
  decode(apdu, ZVT.SetTerminalClock.self)
  decode(apdu, ZVT.SetRegisterClock.self)
  return 0
}

private func depth(of nodes: [ZVT.Dissection.Node]) -> Int {
  1 + (nodes.map { depth(of: $0.children) }.max() ?? 0)
}

/// What can be read can be written, and read again. What was masked may read otherwise the next time, but not
/// for ever.
private func decode<Message: ZVT.Message>(_ apdu: ZVT.APDU, _ type: Message.Type) {
  guard var message = try? Message(decoding: apdu) else { return }
  for _ in 0..<4 {
    let bytes = message.encoded()
    guard let again = (try? ZVT.APDU(decoding: bytes)).flatMap({ try? Message(decoding: $0) }) else {
      fatalError("an encoded message cannot be read")
    }
    if again.encoded() == bytes { return }
    message = again
  }
  fatalError("a message says something else each time")
}
