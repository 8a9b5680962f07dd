import CBaseline
import PosProtocol

/// The checksum three ways.
func benchChecksum(samples: Int) {
  let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
  precondition(CRC16.of(bytes) == baseline_crc(bytes, bytes.count))
  let times = alternate(
    samples: samples,
    [
      { consume(baseline_crc(bytes, bytes.count)) },
      {
        var checksum = CRC16()
        for byte in bytes { checksum.update(byte) }
        consume(checksum.value)
      },
      { consume(CRC16.of(bytes)) },
    ])
  var table = Table("CRC-16/KERMIT, 1 MB", "MB/s", "ratio to C")
  for (name, time) in zip(["C, one table", "Swift, byte by byte", "Swift, eight at a time"], times) {
    table.row(name, megabytes(bytes.count, in: time), short(times[0] / time))
  }
  table.show("Checksum")
}
