import Testing

/// An APDU and its frame on the serial line.
struct FrameVector: Sendable, CustomTestStringConvertible {
  let name: String
  let apdu: String
  let frame: String

  var testDescription: String { name }

  init(_ name: String, apdu: String, frame: String) {
    (self.name, self.apdu, self.frame) = (name, apdu, frame)
  }
}

/// Checksums of the form peers and captures agree on.
let frameVectors: [FrameVector] = [
  FrameVector("positive response", apdu: "800000", frame: "10 02 80 00 00 10 03 F5 1F"),
  FrameVector("84 00", apdu: "840000", frame: "10 02 84 00 00 10 03 19 6D"),
  FrameVector("unknown command", apdu: "848300", frame: "10 02 84 83 00 10 03 91 8E"),
  FrameVector("wait", apdu: "849C00", frame: "10 02 84 9C 00 10 03 C3 41"),
  FrameVector("completion", apdu: "060F00", frame: "10 02 06 0F 00 10 03 C6 33"),
  FrameVector("abort", apdu: "061E016C", frame: "10 02 06 1E 01 6C 10 03 C9 F2"),
  FrameVector("intermediate status", apdu: "04FF010A", frame: "10 02 04 FF 01 0A 10 03 F5 7D"),
  FrameVector("abort request", apdu: "06B000", frame: "10 02 06 B0 00 10 03 43 F3"),
  FrameVector("log-off", apdu: "060200", frame: "10 02 06 02 00 10 03 B9 CC"),
  FrameVector("reset", apdu: "061800", frame: "10 02 06 18 00 10 03 56 3A"),
  FrameVector("diagnosis", apdu: "067000", frame: "10 02 06 70 00 10 03 D9 F9"),
  FrameVector("checksum DLE ACK", apdu: "050100", frame: "10 02 05 01 00 10 03 10 06"),
  FrameVector(
    "registration", apdu: "060006123456BA0978", frame: "10 02 06 00 06 12 34 56 BA 09 78 10 03 24 C3"),
  FrameVector("initialisation", apdu: "069303123456", frame: "10 02 06 93 03 12 34 56 10 03 CA A4"),
  FrameVector("repeat receipt", apdu: "062003123456", frame: "10 02 06 20 03 12 34 56 10 03 C5 6A"),
  FrameVector("end of day", apdu: "065003123456", frame: "10 02 06 50 03 12 34 56 10 03 C4 AF"),
  FrameVector(
    "reversal", apdu: "063006123456870042", frame: "10 02 06 30 06 12 34 56 87 00 42 10 03 38 DB"),
  FrameVector("open reservations", apdu: "06230387FFFF", frame: "10 02 06 23 03 87 FF FF 10 03 FB BD"),
  FrameVector("status information", apdu: "040F02276C", frame: "10 02 04 0F 02 27 6C 10 03 76 32"),
  FrameVector(
    "1.90, from a capture", apdu: "06010704000000000190",
    frame: "10 02 06 01 07 04 00 00 00 00 01 90 10 03 76 57"),
  FrameVector(
    "110.00: a DLE in the amount", apdu: "06010A04000000011000490978",
    frame: "10 02 06 01 0A 04 00 00 00 01 10 10 00 49 09 78 10 03 F2 FF"),
  FrameVector(
    "10.00: a DLE in the amount", apdu: "06010704000000001000",
    frame: "10 02 06 01 07 04 00 00 00 00 10 10 00 10 03 62 91"),
  FrameVector(
    "2.30: checksum low is DLE", apdu: "06010A04000000000230490978",
    frame: "10 02 06 01 0A 04 00 00 00 00 02 30 49 09 78 10 03 10 FE"),
  FrameVector(
    "2.28: checksum high is DLE", apdu: "06010A04000000000228490978",
    frame: "10 02 06 01 0A 04 00 00 00 00 02 28 49 09 78 10 03 70 10"),
  FrameVector(
    "253.08: checksum is DLE ETX", apdu: "06010A04000000025308490978",
    frame: "10 02 06 01 0A 04 00 00 00 02 53 08 49 09 78 10 03 10 03"),
  FrameVector(
    "459.74: checksum is DLE DLE", apdu: "06010A04000000045974490978",
    frame: "10 02 06 01 0A 04 00 00 00 04 59 74 49 09 78 10 03 10 10"),
  FrameVector(
    "7.84: checksum low is ETX", apdu: "06010A04000000000784490978",
    frame: "10 02 06 01 0A 04 00 00 00 00 07 84 49 09 78 10 03 03 99"),
]
