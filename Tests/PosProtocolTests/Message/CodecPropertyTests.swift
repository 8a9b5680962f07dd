import Testing

@testable import PosProtocol

/// What holds for every message, whatever is in it. The seed stands in the message of a failure.
@Suite struct CodecPropertyTests {
  @Test(arguments: [
    law(ZVT.Registration.self), law(ZVT.Authorization.self), law(ZVT.LogOff.self), law(ZVT.Completion.self),
    law(ZVT.Abort.self), law(ZVT.RepeatReceipt.self), law(ZVT.Reversal.self), law(ZVT.AbortRequest.self),
    law(ZVT.StatusEnquiry.self), law(ZVT.StatusInformation.self), law(ZVT.IntermediateStatus.self),
    law(ZVT.PrintLine.self), law(ZVT.PrintTextBlock.self), law(ZVT.PartialReversal.self),
    law(ZVT.Diagnosis.self), law(ZVT.SetTerminalClock.self), law(ZVT.SetRegisterClock.self),
    law(ZVT.EndOfDay.self), law(ZVT.TurnoverTotals.self),
  ])
  func whatIsWrittenIsRead(_ law: Law) throws {
    for seed in 0..<500 as Range<UInt64> { try law.check(seed) }
  }

  /// Cut short anywhere, a message is refused or reads as a shorter one; it never traps.
  @Test func noCutTraps() throws {
    for row in FixtureRow.wellFormed {
      let bytes = try row.apdu
      for count in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 64)) {
        expectAnswer(Array(bytes.prefix(count)), "\(row.hex.prefix(40)) cut to \(count)")
        guard count > 3, count < 258 else { continue }
        var shorter = Array(bytes.prefix(count))
        shorter[2] = UInt8(count - 3)
        expectAnswer(shorter, "\(row.hex.prefix(40)) shortened to \(count)")
      }
    }
  }

  /// In blocks: 100,000 messages, half of them noise behind a known control field, half damaged vectors.
  @Test(arguments: 0..<100 as Range<UInt64>)
  func noInputTraps(block: UInt64) throws {
    let vectors = try FixtureRow.wellFormed.map { try $0.apdu }.filter { $0.count < 300 }
    for seed in block * 1_000..<(block + 1) * 1_000 {
      var random = SplitMix64(seed: seed)
      let bytes = seed % 2 == 0 ? noise(&random) : damaged(vectors, &random)
      expectAnswer(bytes, "seed \(seed)")
    }
  }

  private func noise(_ random: inout SplitMix64) -> [UInt8] {
    let control = ZVT.Command.all[Int(random.next() % UInt64(ZVT.Command.all.count))].control
    let count = Int(random.next() % 64)
    let header = [UInt8(control >> 8), UInt8(control & 0xFF), UInt8(count)]
    // Known tags more often than chance has them.
    return header
      + (0..<count).map { _ in
        let byte = UInt8(truncatingIfNeeded: random.next() >> 8)
        guard random.next() % 4 == 0 else { return byte }
        return ZVT.BMP.all[Int(byte) % ZVT.BMP.all.count].tag.number
      }
  }

  private func damaged(_ vectors: [[UInt8]], _ random: inout SplitMix64) -> [UInt8] {
    var bytes = vectors[Int(random.next() % UInt64(vectors.count))]
    for _ in 0...random.next() % 4 {
      let index = Int(random.next() % UInt64(bytes.count))
      switch random.next() % 4 {
      case 0: bytes[index] = UInt8(truncatingIfNeeded: random.next() >> 8)
      case 1: bytes[index] ^= 1 << UInt8(random.next() % 8)
      case 2 where bytes.count > 4: bytes.remove(at: index)
      default: bytes.insert(UInt8(truncatingIfNeeded: random.next() >> 8), at: index)
      }
    }
    if random.next() % 2 == 0, (3...257).contains(bytes.count) { bytes[2] = UInt8(bytes.count - 3) }
    return bytes
  }

  /// Every reading of `bytes` ends with a value or with an error that points into them.
  private func expectAnswer(_ bytes: [UInt8], _ what: @autoclosure () -> String) {
    do throws(CodecError) {
      let dissection = try ZVT.Dissection(bytes)
      if dissection.masked.count != bytes.count { Issue.record("\(what()): masked to another length") }
      let again = try ZVT.Dissection(dissection.reencoded)
      if again.reencoded != dissection.reencoded { Issue.record("\(what()): not stable") }
    } catch {
      if !(0...bytes.count).contains(error.offset) { Issue.record("\(what()): \(error)") }
      if ZVT.masked(bytes).count != bytes.count { Issue.record("\(what()): masked to another length") }
    }
    do throws(CodecError) {
      guard let once = try TypedMessage.encodedAgain(bytes) else { return }
      if try TypedMessage.encodedAgain(once) != once { Issue.record("\(what()): typed not stable") }
    } catch {
      if !(0...bytes.count).contains(error.offset) { Issue.record("\(what()): \(error)") }
    }
  }
}

/// What must hold for each message of a type.
struct Law: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let check: @Sendable (_ seed: UInt64) throws -> Void
}

private func law<M: ZVT.Message>(_ type: M.Type) -> Law {
  Law(testDescription: "\(type)") { seed in
    let message = FieldGenerator.message(type, seed: seed)
    let bytes = message.encoded()
    let read = try M(decoding: bytes)
    #expect(read == message, "seed \(seed): \(Hex.text(bytes))")
    #expect(read.encoded() == bytes, "seed \(seed): \(Hex.text(bytes))")
    #expect(try ZVT.Dissection(bytes).canonical, "seed \(seed): \(Hex.text(bytes))")
  }
}
