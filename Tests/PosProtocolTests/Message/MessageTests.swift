import PosProtocol
import Testing

/// One message, its bytes, and what it says: both directions of each row are tested.
struct MessageVector: Sendable, CustomTestStringConvertible {
  let name: String
  let hex: String
  let described: [String]
  let decode: @Sendable ([UInt8]) throws(CodecError) -> (encoded: [UInt8], described: [String])

  init<M: ZVT.Message>(_ name: String, _ type: M.Type, _ hex: String, _ described: [String]) {
    (self.name, self.hex, self.described) = (name, hex, described)
    decode = { bytes throws(CodecError) in
      let message = try M(decoding: bytes)
      return (message.encoded(), message.described.map { "\($0.name)=\($0.value)" })
    }
  }

  var testDescription: String { name }
}

let messageVectors: [MessageVector] = [
  MessageVector(
    "registration", ZVT.Registration.self, "06 00 06 123456 BE 0978",
    ["password=******", "config=BE", "currency=978"]),
  MessageVector(
    "registration without currency", ZVT.Registration.self, "06 00 04 123456 BE",
    ["password=******", "config=BE"]),
  MessageVector(
    "registration with container, 16 bytes long", ZVT.Registration.self,
    "06 00 10 123456 BE 0978 0301 0606 26040A0206D3",
    ["password=******", "config=BE", "currency=978", "serviceByte=01", "tlv=1 objects"]),
  MessageVector("log-off", ZVT.LogOff.self, "06 02 00", []),
  MessageVector(
    "authorization", ZVT.Authorization.self, "06 01 0A 04 000000001250 49 0978",
    ["amount=1250", "currency=978"]),
  MessageVector(
    "authorization with an empty container", ZVT.Authorization.self,
    "06 01 0C 04 000000001250 49 0978 06 00",
    ["amount=1250", "currency=978", "tlv=0 objects"]),
  MessageVector("status enquiry", ZVT.StatusEnquiry.self, "05 01 00", []),
  MessageVector(
    "status enquiry without software version", ZVT.StatusEnquiry.self, "05 01 05 123456 03 02",
    ["password=******", "serviceByte=02"]),
  MessageVector(
    "repeat receipt", ZVT.RepeatReceipt.self, "06 20 05 123456 03 03",
    ["password=******", "serviceByte=03"]),
  MessageVector(
    "reversal", ZVT.Reversal.self, "06 30 06 123456 87 0042",
    ["password=******", "receiptNumber=42"]),
  MessageVector("abort request", ZVT.AbortRequest.self, "06 B0 00", []),
  MessageVector("completion of a payment", ZVT.Completion.self, "06 0F 00", []),
  MessageVector(
    "completion of a registration", ZVT.Completion.self, "06 0F 0A 19 10 29 52523535 49 0978",
    ["status=10", "terminalID=52523535", "currency=978"]),
  MessageVector(
    "completion of a status enquiry", ZVT.Completion.self, "06 0F 01 00", ["terminalStatus=00"]),
  MessageVector(
    "completion with terminal status F0, which looks like a length", ZVT.Completion.self,
    "06 0F 01 F0", ["terminalStatus=F0"]),
  MessageVector(
    "completion with terminal status F0 and container", ZVT.Completion.self,
    "06 0F 06 F0 06 03 07 01 41", ["terminalStatus=F0", "tlv=1 objects"]),
  MessageVector(
    "completion with software version", ZVT.Completion.self, "06 0F 06 F0F0F2 4131 00",
    ["softwareVersion=A1", "terminalStatus=00"]),
  MessageVector("abort", ZVT.Abort.self, "06 1E 01 6C", ["result=6C"]),
  MessageVector(
    "abort with currency", ZVT.Abort.self, "06 1E 03 6F 0978", ["result=6F", "currency=978"]),
  MessageVector(
    "abort with currency and container", ZVT.Abort.self, "06 1E 08 6F 0364 06 03 1F16 00",
    ["result=6F", "currency=364", "tlv=1 objects"]),
  MessageVector(
    "the answer to an enquiry", ZVT.Abort.self, "06 1E 04 B8 87 0231",
    ["result=B8", "receiptNumber=231"]),
  MessageVector(
    "the answer to an enquiry, none", ZVT.Abort.self, "06 1E 04 B8 87 FFFF",
    ["result=B8", "receiptNumber=FFFF"]),
  MessageVector(
    "enquiry for open pre-authorizations", ZVT.PartialReversal.self, "06 23 03 87 FFFF",
    ["receiptNumber=FFFF"]),
  MessageVector("diagnosis", ZVT.Diagnosis.self, "06 70 00", []),
  MessageVector("diagnosis of the line", ZVT.Diagnosis.self, "06 70 05 06 03 1B 01 01", ["tlv=1 objects"]),
  MessageVector(
    "clock for the terminal", ZVT.SetTerminalClock.self, "06 91 0B 123456 AA 230405 0C 225655",
    ["password=******", "date=230405", "time=225655"]),
  MessageVector(
    "clock for the register", ZVT.SetRegisterClock.self, "04 01 08 AA 230405 0C 225655",
    ["date=230405", "time=225655"]),
  MessageVector("intermediate status", ZVT.IntermediateStatus.self, "04 FF 01 0A", ["code=0A"]),
  MessageVector(
    "intermediate status of six minutes", ZVT.IntermediateStatus.self, "04 FF 02 17 06",
    ["code=17", "timeoutMinutes=6"]),
  MessageVector(
    "intermediate status with container and no minutes", ZVT.IntermediateStatus.self,
    "04 FF 09 17 06 06 1F73 03 000001", ["code=17", "tlv=1 objects"]),
  MessageVector(
    "intermediate status with minutes in decimal and container", ZVT.IntermediateStatus.self,
    "04 FF 09 FF 15 06 05 2403 07 01 41", ["code=FF", "timeoutMinutes=15", "tlv=1 objects"]),
  MessageVector("print line", ZVT.PrintLine.self, "06 D1 03 40 4142", ["attribute=40", "text=AB"]),
  MessageVector(
    "print line with container", ZVT.PrintLine.self, "06 D1 09 40 4142 06 04 1F07 01 01",
    ["attribute=40", "text=AB", "tlv=1 objects"]),
  MessageVector(
    "print text block", ZVT.PrintTextBlock.self, "06 D3 0A 06 08 25 06 09 01 00 07 01 41",
    ["tlv=1 objects"]),
]

@Suite struct MessageTests {
  @Test(arguments: messageVectors)
  func decodesAndEncodesToTheSame(_ vector: MessageVector) throws {
    let bytes = try Hex.bytes(vector.hex)
    let (encoded, described) = try vector.decode(bytes)
    #expect(Hex.text(encoded) == Hex.text(bytes))
    #expect(described == vector.described)
  }
}
