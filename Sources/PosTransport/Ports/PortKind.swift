/// What a port is made of.
public enum PortKind: String, CaseIterable, Sendable {
  /// A serial port of the machine.
  case builtIn
  /// A serial port by USB: an adapter, or a reader.
  case usb
  /// A simulated reader's pseudo-terminal.
  case simulator
  /// A USB device of the CDC-ACM class without a serial port: no driver has taken it. Libusb can.
  case usbUnclaimed
  /// A reader on USB that presents itself as a keyboard-like device (HID): no serial line can be had until it
  /// is switched to serial mode.
  case usbHID
  /// A reader on USB that presents itself as a network card (RNDIS, CDC Ethernet): it is reached by TCP.
  case usbNetwork
  /// A reader on USB with its vendor's own protocol.
  case usbVendor
}
