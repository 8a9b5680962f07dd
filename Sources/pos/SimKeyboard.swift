import Foundation
import PosFirmware
import PosSim

/// Whoever sits at the terminal, by lines on standard input.
enum Keyboard {
  private static let help =
    "keys, each with Enter: c card, s STOP, p power cut; on USB: u unplug, r plug in again, t stall, "
    + "n endless NAK, h heal"

  static func listen(for terminal: SimulatedTerminal, _ usb: USBIPServer?) {
    Console.note(help)
    Thread.detachNewThread {
      while let line = readLine() {
        Task { await press(line, terminal, usb) }
      }
    }
  }

  private static func press(_ key: String, _ terminal: SimulatedTerminal, _ usb: USBIPServer?) async {
    switch key {
    case "c", "": await terminal.press(.okay)
    case "s": await terminal.press(.stop)
    case "p": await terminal.cutPower()
    case "u": usb?.begin(.unplug(back: nil))
    case "r": usb?.plugIn()
    case "t": usb?.begin(.stall)
    case "n": usb?.begin(.endlessNAK)
    case "h": usb?.begin(.healed)
    default: Console.note(help)
    }
  }
}
