@testable import PosProtocol

/// Fills a message with values, from a seed: the fourth that walks the one list of fields.
struct FieldGenerator: ZVT.FieldVisitor {
  private var random: SplitMix64
  private var leading: ArraySlice<ZVT.LeadingField>

  /// A message as its receiver will see it, so that what does not go together is left out already.
  static func message<M: ZVT.Message>(_ type: M.Type, seed: UInt64) -> M {
    var (message, generator) = (M(), FieldGenerator(M.control, seed: seed))
    message.fields(&generator)
    var settle = ZVT.FieldDescriber()
    message.fields(&settle)
    return message
  }

  private init(_ control: ZVT.ControlField, seed: UInt64) {
    (random, leading) = (SplitMix64(seed: seed), ZVT.Command.leading(of: control)[...])
  }

  mutating func untagged<Value: ZVT.FieldValue>(_ name: StaticString, _ value: inout Value) throws(Never) {
    guard let row = leading.popFirst(), let new: Value = self.value(row.size, row.format) else { return }
    value = new
  }

  mutating func untagged<Value: ZVT.FieldValue>(_ name: StaticString, _ value: inout Value?) throws(Never) {
    guard let row = leading.popFirst(), chance(2) else { return }
    value = self.value(row.size, row.format)
  }

  mutating func field<Value: ZVT.FieldValue>(
    _ tag: ZVT.Tag, _ name: StaticString, _ value: inout Value?
  ) throws(Never) {
    guard let row = ZVT.BMP.of(tag), chance(2) else { return }
    value = self.value(row.size, row.format)
  }

  private mutating func value<Value: ZVT.FieldValue>(
    _ size: ZVT.FieldSize, _ format: ZVT.FieldFormat
  ) -> Value? {
    var reader = ByteReader(content(size, format))
    return try? Value(from: &reader)
  }

  private mutating func content(_ size: ZVT.FieldSize, _ format: ZVT.FieldFormat) -> [UInt8] {
    let count =
      switch size {
      case .fixed(let count): count
      case .llvar: number(below: 100)
      case .lllvar: number(below: 1_000)
      case .ber, .rest: number(below: 40)
      }
    return switch format {
    case .container: container(depth: 1)
    case .terminalStatus: [ZVT.NamedCode.terminalStatuses[number(below: 20)].code]
    case .currency: [UInt8(number(below: 10)), decimal()]
    case .text: (0..<count).map { _ in UInt8(0x20 + number(below: 0x5F)) }
    case .card: (0..<min(count, 10)).map { _ in decimal() }
    // 06 before a container of five bytes reads as another container: no minutes of 06.
    case .bcd, .amount, .password: (0..<count).map { _ in max(decimal(), 0x07) }
    default: (0..<count).map { _ in UInt8(number(below: 256)) }
    }
  }

  private mutating func container(depth: Int) -> [UInt8] {
    var objects: [ZVT.TLV.Object] = []
    for _ in 0..<number(below: 4) {
      if depth < 4, chance(3) {
        var reader = ByteReader(container(depth: depth + 1))
        let inner = (try? ZVT.TLV(from: &reader))?.objects ?? []
        objects.append(ZVT.TLV.Object([0x20, 0x25, 0xE4, 0xFF7E][number(below: 4)], of: inner))
      } else {
        let bytes = (0..<number(below: 20)).map { _ in UInt8(number(below: 256)) }
        objects.append(ZVT.TLV.Object([0x07, 0x41, 0x1F1F, 0x1F80, 0x1FFF7F][number(below: 5)], bytes))
      }
    }
    var bytes: [UInt8] = []
    ZVT.TLV(objects).write(to: &bytes)
    // A line's container is looked for in its last 256 bytes only.
    return bytes.count < 250 ? bytes : []
  }

  private mutating func decimal() -> UInt8 { UInt8(number(below: 10) << 4 | number(below: 10)) }
  private mutating func chance(_ one: Int) -> Bool { number(below: one) == 0 }
  private mutating func number(below limit: Int) -> Int { Int(random.next() % UInt64(limit)) }
}
