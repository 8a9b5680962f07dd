public import Foundation

/// A folder with images, each under its hash, each once.
///
/// A file appears under its name only when all of it is on disk. Nothing from outside is part of a path.
public struct AttachmentStore: Sendable {
  private let folder: URL

  public init(folder: URL) { self.folder = folder }

  /// Where the images of a journal are: beside it, named like it and `-images`.
  public init(journal: Journal) {
    folder = URL(filePath: URL(filePath: journal.path).resolvingSymlinksInPath().path + "-images")
  }

  /// Keeps an image, unless it is there.
  ///
  /// - Throws: `.storage`.
  func keep(_ image: ImageFile) throws(TicketError) {
    let path = path(of: image.attachment.hash)
    if (try? Self.size(path)) == image.bytes.count { return }
    try checked(mkdir(folder.path, 0o700), besides: EEXIST)
    let half = folder.appending(path: "\(UUID().uuidString).half").path
    let descriptor = open(half, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    try checked(descriptor)
    do throws(TicketError) {
      defer { close(descriptor) }
      try Self.write(image.bytes, to: descriptor)
      try checked(fsync(descriptor))
      try checked(rename(half, path))
    } catch {
      unlink(half)
      throw error
    }
    try syncFolder()
  }

  /// The bytes of an image.
  ///
  /// - Throws: `.storage` if it cannot be read, `.damaged` if it is no longer what it was.
  public func read(_ hash: ContentHash) throws(TicketError) -> [UInt8] {
    let descriptor = open(path(of: hash), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    try checked(descriptor)
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: Attachment.largest + 1)
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes { buffer in
        Foundation.read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
      }
      if got < 0, errno == EINTR { continue }
      try checked(Int32(clamping: got))
      if got == 0 { break }
      count += got
    }
    let content = Array(bytes.prefix(count))
    guard ContentHash(of: content) == hash else { throw .damaged(hash) }
    return content
  }

  private func path(of hash: ContentHash) -> String { folder.appending(path: hash.description).path }

  private static func size(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
  }

  private func syncFolder() throws(TicketError) {
    let descriptor = open(folder.path, O_RDONLY | O_CLOEXEC)
    try checked(descriptor)
    defer { close(descriptor) }
    try checked(fsync(descriptor))
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(TicketError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .storage(code: errno) }
      rest = rest.dropFirst(count)
    }
  }

  private func checked(_ result: Int32, besides allowed: Int32 = 0) throws(TicketError) {
    guard result < 0, errno != allowed else { return }
    throw .storage(code: errno)
  }
}
