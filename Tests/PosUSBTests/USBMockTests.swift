#if USB
  import Testing

  /// All that runs on a bus that is played (Tests/USBMock), one test after another: umockdev loses answers
  /// when one node is open twice and both ask at once.
  @Suite(.serialized, .enabled(if: USBMock.shared != nil, "runs under scripts/usb-mock"))
  struct USBMockTests {}
#endif
