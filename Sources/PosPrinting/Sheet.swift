#if Printing
  internal import CPango
  internal import PaymentFlows

  /// Draws a slip from the top, in dots.
  struct Sheet {
    struct Style {
      let isRightToLeft: Bool
      let width: Double
      let font: TextLayout.Font
    }

    private let context: OpaquePointer
    private let style: Style
    private var y = 0.0

    private static let margin = 8.0, gap = 16.0
    /// Dots a module of the code.
    private static let module = 6.0

    /// Dots that a slip takes from top to bottom.
    ///
    /// - Throws: `.noFont` if its title has letters that no font has.
    static func height(of elements: [ReceiptElement], _ style: Style) throws(PrintingError) -> Int {
      let picture = try Picture(width: 8, height: 8)
      for case .title(let text) in elements {
        guard TextLayout(text, on: picture.context, style.font).isReadable else { throw .noFont }
      }
      return Int(draw(elements, style, on: picture.context).rounded(.up))
    }

    /// Returns where it ends.
    @discardableResult
    static func draw(_ elements: [ReceiptElement], _ style: Style, on context: OpaquePointer) -> Double {
      var sheet = Sheet(context: context, style: style)
      sheet.y = margin
      cairo_set_source_rgb(context, 0, 0, 0)
      for element in elements { sheet.draw(element) }
      return sheet.y + margin
    }

    private init(context: OpaquePointer, style: Style) { (self.context, self.style) = (context, style) }

    private mutating func draw(_ element: ReceiptElement) {
      switch element {
      case .heading(let text): flow(text, .middle, direction: .ofItsFirstLetter)
      case .title(let text): flow(text, .middle, style.font.scaled(1.4), isBold: true)
      case .mark(let text): flow(text, .middle)
      case .rule: rule()
      case .row(let row): draw(row)
      case .paragraph(let text): flow(text, side(atStart: true))
      case .code(let text): draw(code: text)
      }
    }

    private mutating func draw(_ row: ReceiptElement.Row) {
      let label = TextLayout(
        row.label + ":", on: context, style.font, isBold: row.isStrong, direction: direction)
      let value = TextLayout(
        row.value, on: context, style.font, isBold: row.isStrong,
        direction: row.isNumber ? .leftToRight : style.isRightToLeft ? .rightToLeft : .ofItsFirstLetter)
      let space = style.width - 2 * Self.margin
      show(label, side(atStart: true))
      if label.width + Self.gap + value.width > space { y += label.height }
      if value.width > space { value.wrap(width: space, side(atStart: false)) }
      show(value, side(atStart: false))
      y += value.height
    }

    private func show(_ text: TextLayout, _ side: TextLayout.Side) {
      let isLeft = side == .left || text.isWrapped
      text.show(x: isLeft ? Self.margin : style.width - Self.margin - text.width, y: y)
    }

    private mutating func flow(
      _ text: String, _ side: TextLayout.Side, _ font: TextLayout.Font? = nil, isBold: Bool = false,
      direction: TextLayout.Direction? = nil
    ) {
      let layout = TextLayout(
        text, on: context, font ?? style.font, isBold: isBold, direction: direction ?? self.direction)
      layout.wrap(width: style.width - 2 * Self.margin, side)
      layout.show(x: Self.margin, y: y)
      y += layout.height
    }

    private mutating func rule() {
      y += Self.gap / 2
      var dashes = [6.0, 4.0]
      cairo_set_dash(context, &dashes, 2, 0)
      cairo_set_line_width(context, 2)
      cairo_move_to(context, Self.margin, y.rounded())
      cairo_line_to(context, style.width - Self.margin, y.rounded())
      cairo_stroke(context)
      y += Self.gap / 2
    }

    private mutating func draw(code text: String) {
      guard let code = ReceiptPainter.code(text) else { return }
      let side = Double(code.side) * Self.module
      let (left, top) = (((style.width - side) / 2).rounded(), (y + 4 * Self.module).rounded(.up))
      for row in 0..<code.side {
        for column in 0..<code.side where code[column, row] {
          cairo_rectangle(
            context, left + Double(column) * Self.module, top + Double(row) * Self.module, Self.module,
            Self.module)
        }
      }
      cairo_fill(context)
      y = top + side + 4 * Self.module
    }

    private var direction: TextLayout.Direction { style.isRightToLeft ? .rightToLeft : .leftToRight }

    /// Where lines begin, or where they end.
    private func side(atStart: Bool) -> TextLayout.Side { atStart != style.isRightToLeft ? .left : .right }
  }
#endif
