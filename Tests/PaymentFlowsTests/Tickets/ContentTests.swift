import Foundation
import Testing

@testable import PaymentFlows

@Suite struct SHA256Tests {
  /// - Source: FIPS 180-2 appendix B, and NIST CAVP SHA256ShortMsg.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func hashesAsPublished(text: String, hash: String) {
    #expect(ContentHash(of: text.utf8).description == hash)
  }

  @Test func hashesBytesAsPublished() {
    #expect(
      ContentHash(of: [0xC9, 0x8C, 0x8E, 0x55]).description
        == "7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504")
  }

  @Test func onlyAHashIsAHash() {
    let digits = String(repeating: "a0", count: 32)
    #expect(ContentHash(digits)?.description == digits)
    for wrong in ["", "../../etc/passwd", digits.uppercased(), digits + "0", String(digits.dropLast()) + "/"]
    {
      #expect(ContentHash(wrong) == nil, "\(wrong)")
    }
  }
}

/// The drawing in each format, and what people and attackers make of it.
enum Pictures {
  static func bytes(_ name: String) throws -> [UInt8] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return Array(try Data(contentsOf: root.appending(path: "fixtures/images/\(name)")))
  }

  static let kinds: [(String, ImageKind)] = [
    ("document.png", .png), ("document.jpg", .jpeg), ("progressive.jpg", .jpeg), ("document.webp", .webp),
    ("lossless.webp", .webp),
  ]
}

@Suite struct ImageKindTests {
  @Test(arguments: Pictures.kinds)
  func tellsWhatItIs(name: String, kind: ImageKind) throws {
    #expect(ImageKind(try Pictures.bytes(name)) == kind)
  }

  @Test(arguments: Pictures.kinds)
  func aPartOfAnImageIsNone(name: String, kind: ImageKind) throws {
    let bytes = try Pictures.bytes(name)
    for count in 0..<bytes.count { #expect(ImageKind(Array(bytes.prefix(count))) == nil, "\(count)") }
  }

  @Test(arguments: Pictures.kinds)
  func nothingMayFollowAnImage(name: String, kind: ImageKind) throws {
    #expect(ImageKind(try Pictures.bytes(name) + Array("<script>".utf8)) == nil)
    #expect(ImageKind(Array("GIF89a".utf8) + (try Pictures.bytes(name))) == nil)
  }

  @Test func otherFilesAreNone() throws {
    #expect(ImageKind(try Pictures.bytes("document.gif")) == nil)
    for text in [
      "", "%PDF-1.7", "<svg xmlns='http://www.w3.org/2000/svg'/>", "\u{89}PNG", "RIFF", "MZ", "#!/bin/sh",
    ] {
      #expect(ImageKind(Array(text.utf8)) == nil, "\(text)")
    }
  }

  @Test func aPictureThatClaimsToBeHugeIsNone() throws {
    var png = try Pictures.bytes("document.png")
    png[16] = 0x7F
    #expect(ImageKind(png) == nil)
    png[16...19] = [0, 0, 0, 0]
    #expect(ImageKind(png) == nil)
  }

  /// Whatever bytes come, nothing traps.
  @Test(arguments: Pictures.kinds)
  func damageIsNoTrap(name: String, kind: ImageKind) throws {
    let bytes = try Pictures.bytes(name)
    for position in bytes.indices {
      for value: UInt8 in [0x00, 0x7F, 0xFF, bytes[position] ^ 0x80] {
        var damaged = bytes
        damaged[position] = value
        let found = ImageKind(damaged)
        #expect(found == nil || found == kind)
      }
    }
  }

  @Test func aNameFromOutsideIsOnlyALabel() throws {
    let bytes = try Pictures.bytes("document.png")
    let names = [
      "../../etc/passwd": "passwd", "C:\\pictures\\a.png": "a.png", "": "image", "/": "image",
      "gnp\u{202E}.exe": "gnp.exe", "a\u{0}b\n.png": "a b .png",
    ]
    for (name, label) in names { #expect(try ImageFile(bytes, name: name).attachment.label == label) }
    #expect(throws: TicketError.notAnImage) { try ImageFile(Array("hello".utf8), name: "a.png") }
    let large = [UInt8](repeating: 0, count: Attachment.largest + 1)
    #expect(throws: TicketError.tooLarge(large.count)) { try ImageFile(large, name: "a.png") }
  }
}

@Suite struct AttachmentStoreTests {
  private let scratch: Scratch
  private let store: AttachmentStore

  init() throws {
    scratch = try Scratch()
    store = AttachmentStore(folder: scratch.folder.appending(path: "images"))
  }

  private func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: scratch.folder.appending(path: "images").path)
  }

  @Test func oneImageIsKeptOnce() throws {
    let image = try ImageFile(Pictures.bytes("document.png"), name: "../x")
    for _ in 0..<3 { try store.keep(image) }
    #expect(try files() == [image.attachment.hash.description])
    #expect(try store.read(image.attachment.hash) == Pictures.bytes("document.png"))
  }

  @Test func aHalfWrittenFileIsWrittenAnew() throws {
    let image = try ImageFile(Pictures.bytes("document.png"), name: "x")
    try store.keep(image)
    let path = scratch.folder.appending(path: "images/\(image.attachment.hash)")
    try Data(image.bytes.prefix(100)).write(to: path)
    #expect(throws: TicketError.damaged(image.attachment.hash)) { try store.read(image.attachment.hash) }
    try store.keep(image)
    #expect(try store.read(image.attachment.hash) == image.bytes)
    #expect(try files().count == 1)
  }

  @Test func aLinkInTheWayIsNotFollowed() throws {
    let image = try ImageFile(Pictures.bytes("document.png"), name: "x")
    try store.keep(try ImageFile(Pictures.bytes("document.jpg"), name: "y"))
    let target = scratch.folder.appending(path: "precious")
    try Data("precious".utf8).write(to: target)
    let path = scratch.folder.appending(path: "images/\(image.attachment.hash)")
    try FileManager.default.createSymbolicLink(at: path, withDestinationURL: target)
    #expect(throws: TicketError.self) { try store.read(image.attachment.hash) }
    try store.keep(image)
    #expect(try String(contentsOf: target, encoding: .utf8) == "precious")
    #expect(try store.read(image.attachment.hash) == image.bytes)
  }

  @Test func aFolderThatCannotBeMadeIsAnError() throws {
    try Data().write(to: scratch.folder.appending(path: "images"))
    #expect(throws: TicketError.self) {
      try store.keep(try ImageFile(Pictures.bytes("document.png"), name: "x"))
    }
  }
}
