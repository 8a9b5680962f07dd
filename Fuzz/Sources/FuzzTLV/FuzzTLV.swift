import FuzzSupport
import PosProtocol

/// A container alone, so that the fuzzer need not find the way to it. What was masked may read otherwise the
/// next time, but not for ever.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTLV(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  guard var written = rewritten(input.rest()) else { return 0 }
  for _ in 0..<4 {
    guard let again = rewritten(written) else { fatalError("what was written cannot be read") }
    if again == written { return 0 }
    written = again
  }
  fatalError("a container says something else each time")
}

private func rewritten(_ bytes: [UInt8]) -> [UInt8]? {
  var reader = ByteReader(bytes)
  guard let container = try? ZVT.TLV(from: &reader) else { return nil }
  var written: [UInt8] = []
  container.write(to: &written)
  return written
}
