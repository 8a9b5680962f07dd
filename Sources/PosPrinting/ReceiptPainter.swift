public import PaymentFlows

/// Makes pictures, pages and printers' bytes of slips.
///
/// Needs the package trait `Printing`, which takes Pango, Cairo and libqrencode; without it everything throws
/// `.notInThisBuild`. `Receipt` itself makes text and HTML.
public struct ReceiptPainter: Hashable, Sendable {
  public let language: Receipt.Language
  /// The paper; a column is twelve dots of 1/203 inch.
  public let width: Receipt.Width

  public init(_ language: Receipt.Language, width: Receipt.Width = .wide) {
    (self.language, self.width) = (language, width)
  }

  /// Dots a line: 384 on paper of 58 mm, 480 or 576 on 80 mm.
  public var dots: Int { width.rawValue * 12 }

  #if Printing
    /// Whether this build can.
    public static let isInThisBuild = true

    /// A grey picture, one pixel a dot.
    public func png(_ receipt: Receipt) throws(PrintingError) -> [UInt8] {
      try picture(receipt).png()
    }

    /// The picture in black and white.
    public func raster(_ receipt: Receipt) throws(PrintingError) -> Raster {
      try picture(receipt).raster
    }

    /// A page as wide as the printed lines and as long as it takes, with its letters as letters.
    public func pdf(_ receipt: Receipt) throws(PrintingError) -> [UInt8] {
      let elements = receipt.elements(language)
      let height = try Sheet.height(of: elements, style)
      return try PDFPage(width: dots, height: height, title: title(elements), time: receipt.time)
        .bytes { context in Sheet.draw(elements, style, on: context) }
    }

    /// The code that is scanned; nil for a text that is too long for one.
    public static func code(_ text: String) -> CodeMatrix? { CodeMatrix(qr: text) }

    private var style: Sheet.Style {
      let fonts =
        language == .persian
        ? "Vazirmatn, Noto Sans Arabic, Noto Sans, DejaVu Sans, Sans" : "Noto Sans, DejaVu Sans, Sans"
      return Sheet.Style(
        isRightToLeft: language == .persian, width: Double(dots),
        font: TextLayout.Font(families: fonts, size: width == .narrow ? 21 : 24))
    }

    private func picture(_ receipt: Receipt) throws(PrintingError) -> Picture {
      let elements = receipt.elements(language)
      let height = try Sheet.height(of: elements, style)
      let picture = try Picture(width: dots, height: height)
      Sheet.draw(elements, style, on: picture.context)
      return picture
    }

    private func title(_ elements: [ReceiptElement]) -> String {
      elements.compactMap { if case .title(let text) = $0 { text } else { nil } }.first ?? ""
    }
  #else
    /// Whether this build can.
    public static let isInThisBuild = false

    /// Throws `.notInThisBuild`.
    public func png(_ receipt: Receipt) throws(PrintingError) -> [UInt8] { throw .notInThisBuild }
    /// Throws `.notInThisBuild`.
    public func raster(_ receipt: Receipt) throws(PrintingError) -> Raster { throw .notInThisBuild }
    /// Throws `.notInThisBuild`.
    public func pdf(_ receipt: Receipt) throws(PrintingError) -> [UInt8] { throw .notInThisBuild }
    /// Nil: a page without it still has the number in its row.
    public static func code(_ text: String) -> CodeMatrix? { nil }
  #endif

  /// Bytes for a receipt printer.
  public func escpos(_ receipt: Receipt) throws(PrintingError) -> [UInt8] {
    ESCPOS.bytes(try raster(receipt))
  }
}
