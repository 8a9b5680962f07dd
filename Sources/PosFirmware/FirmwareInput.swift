public import PosProtocol

/// What happens to a terminal.
public enum FirmwareInput: Sendable {
  /// The power is on; this is what the flash held. Before this the terminal does nothing.
  case powerOn([Turnover])
  case bytes([UInt8])
  /// Nothing of the bytes of the last `.write` left this machine.
  case writeRefused
  /// The line is gone; a new one may come at any time.
  case lineLost
  /// A card was read.
  case card(Card)
  case key(Key)
  /// The acquirer's answer to the question with this trace number.
  case answered(AcquirerAnswer, TraceNumber)
  /// The last `.store` is safely on flash: it survives a power cut from now on.
  case stored
  /// What the terminal's clock shows now. Wants nothing done.
  case clock(ClockReading?)
  /// The last output is done, or time has passed.
  case proceed

  /// The keys that matter here.
  public enum Key: Hashable, Sendable { case okay, stop }
}

/// What a terminal wants done, one at a time.
public enum FirmwareOutput: Hashable, Sendable {
  case write([UInt8])
  /// Show this and nothing else.
  case show(Panel)
  /// A card is wanted, or no longer.
  case reader(isOn: Bool)
  /// Send this to the acquirer; put in `.answered` when its answer comes, if one comes.
  case ask(AcquirerRequest)
  /// Write this to flash, wait until it survives a power cut, then put in `.stored`. If that fails, put in
  /// nothing and switch the terminal off.
  case store(Turnover)
  /// Set the terminal's clock to this, with a full date.
  case setClock(ClockReading)
  /// Print this on the terminal's own printer.
  case print([PrintedLine])
  /// Worth a line in a trace.
  case noise(LineTrouble)
  /// Close the line, if it can be closed.
  case close
}
