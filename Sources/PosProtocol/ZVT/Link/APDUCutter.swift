extension ZVT {
  /// Cuts a stream of bare APDUs, whatever pieces it comes in.
  ///
  /// - Wire: control field, length (one byte, or FF and two bytes, low byte first), data.
  /// - Spec: PA00P016 §5.2; over TCP §4.
  public struct APDUCutter: Sendable {
    /// What the stream has brought.
    public enum Event: Hashable, Sendable {
      case apdu([UInt8])
      /// An APDU longer than this receiver's memory begins: where the next one begins cannot be known.
      case tooLong
    }

    public let maximumLength: Int
    private var data: [UInt8] = []

    public init(maximumLength: Int) { self.maximumLength = maximumLength }

    var bytesKept: Int { data.count }

    /// Feeds from `index` on until an APDU is whole, and leaves `index` behind it. Call until nil.
    public mutating func feed(_ bytes: [UInt8], from index: inout Int) -> Event? {
      while index < bytes.count {
        guard let total else {
          data.append(bytes[index])
          index += 1
          // The header may be all there is.
          if let apdu = whole() { return apdu }
          continue
        }
        guard total <= maximumLength else { return .tooLong }
        let end = Swift.min(bytes.count, index + total - data.count)
        data.append(contentsOf: bytes[index..<end])
        index = end
        if let apdu = whole() { return apdu }
      }
      return nil
    }

    /// Forgets what has begun.
    public mutating func reset() { data.removeAll(keepingCapacity: true) }

    /// How long the APDU will be, once its header is there.
    private var total: Int? { APDU.length(of: data[...]) }

    private mutating func whole() -> Event? {
      guard let total, data.count >= total || total > maximumLength else { return nil }
      guard total <= maximumLength else { return .tooLong }
      var apdu: [UInt8] = []
      swap(&apdu, &data)
      return .apdu(apdu)
    }
  }
}
