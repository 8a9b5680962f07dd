#if Printing
  internal import CPango

  /// A piece of text, shaped and put in order by Pango.
  final class TextLayout {
    enum Direction { case leftToRight, rightToLeft, ofItsFirstLetter }
    enum Side { case left, middle, right }

    /// How a slip is written: what differs between languages and papers.
    struct Font {
      /// What is installed first wins; a letter that it lacks comes from the next.
      let families: String
      let size: Double

      func scaled(_ factor: Double) -> Font { Font(families: families, size: size * factor) }
      /// From one line to the next. Fonts for Arabic script ask for more than a slip can spare.
      var pitch: Double { (size * 1.6).rounded() }
      /// From the top of a line to the foot of its letters.
      var baseline: Double { (size * 1.15).rounded() }
    }

    private let layout: OpaquePointer
    private let context: OpaquePointer
    private let font: Font
    private(set) var isWrapped = false

    init(
      _ text: String, on context: OpaquePointer, _ font: Font, isBold: Bool = false,
      direction: Direction = .ofItsFirstLetter
    ) {
      (self.context, self.font) = (context, font)
      layout = pango_cairo_create_layout(context)
      let description = pango_font_description_from_string(font.families)
      pango_font_description_set_absolute_size(description, font.size * Double(PANGO_SCALE))
      if isBold { pango_font_description_set_weight(description, PANGO_WEIGHT_BOLD) }
      pango_layout_set_font_description(layout, description)
      pango_font_description_free(description)
      // Pango's own guess would also change sides.
      pango_layout_set_auto_dir(layout, 0)
      pango_context_set_base_dir(pango_layout_get_context(layout), Self.base(direction, text))
      setFontOptions()
      pango_layout_context_changed(layout)
      pango_layout_set_text(layout, text, -1)
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

    /// Whether every letter is in some font.
    var isReadable: Bool { pango_layout_get_unknown_glyphs_count(layout) == 0 }
    /// Of its lines together.
    var height: Double { Double(pango_layout_get_line_count(layout)) * font.pitch }

    var width: Double {
      var (width, height): (Int32, Int32) = (0, 0)
      pango_layout_get_size(layout, &width, &height)
      return Double(width) / Double(PANGO_SCALE)
    }

    /// Breaks lines at `width`, between words where it can.
    func wrap(width: Double, _ side: Side) {
      isWrapped = true
      pango_layout_set_width(layout, Int32(width * Double(PANGO_SCALE)))
      pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
      switch side {
      case .left: pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT)
      case .middle: pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER)
      case .right: pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT)
      }
    }

    /// Line by line, so that their feet stand at the same distance whatever font a letter came from.
    func show(x: Double, y: Double) {
      let lines = pango_layout_get_iter(layout)
      defer { pango_layout_iter_free(lines) }
      var foot = y + font.baseline
      repeat {
        var box = PangoRectangle()
        pango_layout_iter_get_line_extents(lines, nil, &box)
        cairo_move_to(context, x + Double(box.x) / Double(PANGO_SCALE), foot.rounded())
        pango_cairo_show_layout_line(context, pango_layout_iter_get_line_readonly(lines))
        foot += font.pitch
      } while pango_layout_iter_next_line(lines) != 0
    }

    private static func base(_ direction: Direction, _ text: String) -> PangoDirection {
      switch direction {
      case .leftToRight: PANGO_DIRECTION_LTR
      case .rightToLeft: PANGO_DIRECTION_RTL
      case .ofItsFirstLetter: isRightToLeft(text) ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR
      }
    }

    /// By the blocks of Hebrew and Arabic script.
    private static func isRightToLeft(_ text: String) -> Bool {
      let first = text.unicodeScalars.first { $0.properties.isAlphabetic }?.value ?? 0
      return (0x590...0x8FF).contains(first) || (0xFB1D...0xFEFC).contains(first)
    }

    /// The same places on every kind of surface.
    private func setFontOptions() {
      let options = cairo_font_options_create()
      cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
      cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
      cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
      pango_cairo_context_set_font_options(pango_layout_get_context(layout), options)
      cairo_font_options_destroy(options)
    }
  }
#endif
