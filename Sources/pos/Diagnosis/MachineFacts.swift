import Foundation
import PaymentFlows
import PosTransport

/// What this machine is.
enum MachineFacts {
  static func ports() async -> [String] {
    let ports = await Task.detached { PortList.find() }.value
    return ports.map { port in
      let facts: [String?] = [
        port.address.description, port.kind.rawValue, port.make, port.product, port.driver, port.knownAs,
        "\(port.access)", port.holder.map { "held by \($0)" },
      ]
      return facts.compactMap(\.self).joined(separator: "; ")
    } + (ports.isEmpty ? ["no port"] : [])
  }

  /// The machine's name is not among them.
  static func versions() -> [String] {
    var names = utsname()
    uname(&names)
    let release = (try? String(contentsOfFile: "/etc/os-release", encoding: .utf8)) ?? ""
    let pretty = release.split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") } ?? ""
    return [
      "pos \(Version.text)", "traits \(traits.isEmpty ? "none" : traits.joined(separator: " "))",
      "swift \(swift), in a toolchain with \(TransportVersions.compiler)",
      "sqlite \(JournalVersions.sqlite)",
      "libusb \(TransportVersions.libusb ?? "not in this build")",
      "libpq \(JournalVersions.libpq ?? "not in this build")",
      "kernel \(text(names.sysname)) \(text(names.release)) \(text(names.machine))",
      "system \(pretty.dropFirst("PRETTY_NAME=".count))", "libc \(libc ?? "unknown")",
      "udev \(FileManager.default.fileExists(atPath: "/run/udev/control") ? "runs" : "does not run")",
      "time \(Date().ISO8601Format())",
    ]
  }

  /// The minor version is all that a program can know of its compiler.
  private static var swift: String {
    #if compiler(>=6.5)
      "6.5 or newer"
    #elseif compiler(>=6.4)
      "6.4"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }

  /// As in `glibc 2.41`.
  private static var libc: String? {
    #if canImport(Glibc)
      var name = [UInt8](repeating: 0, count: 64)
      let count = name.withUnsafeMutableBytes { buffer in
        confstr(Int32(_CS_GNU_LIBC_VERSION), buffer.bindMemory(to: CChar.self).baseAddress, buffer.count)
      }
      return count > 1 ? String(decoding: name.prefix(min(count, name.count) - 1), as: UTF8.self) : nil
    #else
      return nil
    #endif
  }

  /// What this program was built with.
  private static var traits: [String] {
    var traits: [String] = []
    #if Postgres
      traits.append("Postgres")
    #endif
    #if Printing
      traits.append("Printing")
    #endif
    #if USB
      traits.append("USB")
    #endif
    return traits
  }

  private static func text<Field>(_ field: Field) -> String {
    withUnsafeBytes(of: field) { bytes in String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
