import FuzzSupport
import PosProtocol

/// A container alone, so that the fuzzer need not find the way to it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTLV(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  let bytes = input.rest()
  var reader = ByteReader(bytes)
  guard let container = try? ZVT.TLV(from: &reader) else { return 0 }
  var written: [UInt8] = []
  container.write(to: &written)
  var second = ByteReader(written)
  let again = try? ZVT.TLV(from: &second)
  require(again != nil, "what was read can be read again")
  var third: [UInt8] = []
  again?.write(to: &third)
  require(third == written, "and says the same")
  return 0
}
