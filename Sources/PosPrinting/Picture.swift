#if Printing
  internal import CPango
  internal import FoundationEssentials

  /// A grey picture in memory, white at first; what is drawn on it is ink.
  final class Picture {
    /// Cairo's, to draw with.
    let context: OpaquePointer
    private let surface: OpaquePointer
    private let width: Int, height: Int

    /// Cairo's own limit for pictures.
    static let maximumHeight = 32_767

    init(width: Int, height: Int) throws(PrintingError) {
      guard height <= Self.maximumHeight else { throw .tooLong(height) }
      (self.width, self.height) = (width, height)
      surface = cairo_image_surface_create(CAIRO_FORMAT_A8, Int32(width), Int32(height))
      context = cairo_create(surface)
      cairo_paint(context)
      // The paper is what is opaque, and ink takes it away: the picture is then grey as it stands.
      cairo_set_operator(context, CAIRO_OPERATOR_DEST_OUT)
      let status = cairo_status(context)
      guard status == CAIRO_STATUS_SUCCESS else { throw .cairo(status.rawValue) }
    }

    deinit {
      cairo_destroy(context)
      cairo_surface_destroy(surface)
    }

    func png() throws(PrintingError) -> [UInt8] {
      let sink = ByteSink()
      let status = cairo_surface_write_to_png_stream(surface, ByteSink.write, sink.pointer)
      guard status == CAIRO_STATUS_SUCCESS else { throw .cairo(status.rawValue) }
      return sink.bytes
    }

    /// Black is what is darker than half.
    var raster: Raster {
      cairo_surface_flush(surface)
      let stride = Int(cairo_image_surface_get_stride(surface))
      let data = cairo_image_surface_get_data(surface)
      return Raster(width: width, height: height) { column, row in
        data.map { $0[row * stride + column] < 128 } ?? false
      }
    }
  }

  /// A page of PDF.
  struct PDFPage {
    let width: Int, height: Int
    let title: String
    let time: Date

    func bytes(draw: (OpaquePointer) -> Void) throws(PrintingError) -> [UInt8] {
      let sink = ByteSink()
      let points = 72.0 / 203
      let surface = cairo_pdf_surface_create_for_stream(
        ByteSink.write, sink.pointer, Double(width) * points, Double(height) * points)
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
      // The slip's own time: the same slip is the same bytes.
      cairo_pdf_surface_set_metadata(
        surface, CAIRO_PDF_METADATA_CREATE_DATE, time.formatted(.iso8601))
      let context = cairo_create(surface)
      cairo_scale(context, points, points)
      if let context { draw(context) }
      cairo_destroy(context)
      cairo_surface_finish(surface)
      let status = cairo_surface_status(surface)
      cairo_surface_destroy(surface)
      guard status == CAIRO_STATUS_SUCCESS else { throw .cairo(status.rawValue) }
      return sink.bytes
    }
  }

  /// Where Cairo writes.
  final class ByteSink {
    var bytes: [UInt8] = []

    /// Valid as long as the sink lives.
    var pointer: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    static let write:
      @convention(c) (
        UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, UInt32
      ) -> cairo_status_t = { closure, data, count in
        guard let closure else { return CAIRO_STATUS_WRITE_ERROR }
        let sink = Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue()
        sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
        return CAIRO_STATUS_SUCCESS
      }
  }
#endif
