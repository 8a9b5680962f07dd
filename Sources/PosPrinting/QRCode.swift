#if Printing
  internal import CQREncode
  internal import PaymentFlows

  extension CodeMatrix {
    /// A QR code of a text, with error correction M.
    ///
    /// - Spec: ISO/IEC 18004, made by libqrencode.
    init?(qr text: String) {
      guard !text.isEmpty, let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) else {
        return nil
      }
      defer { QRcode_free(code) }
      let side = Int(code.pointee.width)
      // The lowest bit of each byte is the module; the others tell what it is part of.
      let modules = UnsafeBufferPointer(start: code.pointee.data, count: side * side).map { $0 & 1 == 1 }
      self.init(side: side, modules: modules)
    }
  }
#endif
