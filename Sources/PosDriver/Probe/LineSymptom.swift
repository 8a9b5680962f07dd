/// What a line's answer to one status enquiry says about what is at its other end.
public enum LineSymptom: String, CaseIterable, Sendable {
  /// A reader answered with its status.
  case answered
  /// A reader answered with a refusal: it speaks this protocol, and does not want to tell.
  case refused
  /// Not a byte came back.
  case silent
  /// What was sent came back, and nothing else: the line is a loop.
  case echo
  /// Every copy was refused (NAK): what arrives there is not what was sent.
  case rejected
  /// Frames came, with wrong checksums.
  case damaged
  /// Bytes came and no frame was among them: another baud.
  case garbled
  /// Readable text came: a modem, a console or a printer, no reader.
  case foreign
  /// A reader answered in the other framing: bare messages on a serial line, serial frames on TCP.
  case otherFraming
  /// It began to answer and did not come to an end.
  case halfway
  /// The other side closed the line.
  case closed

  /// A reader is there, and can be spoken to as it was.
  public var isReader: Bool { self == .answered || self == .refused }
}
