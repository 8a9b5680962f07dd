#if USB
  import CLibUSB

  /// One transfer of libusb with its buffer, used again and again.
  ///
  /// Unchecked: it belongs to its line's loop while it waits, and to libusb while it flies.
  final class USBTransfer: @unchecked Sendable {
    private let transfer: UnsafeMutablePointer<libusb_transfer>
    private let buffer: UnsafeMutablePointer<UInt8>
    private let size: Int
    private let ended: @Sendable (USBTransfer, End) -> Void
    private let loop: LineLoop
    private var isFree = false

    /// How a transfer came back, with what it brought or how many bytes it took.
    struct End: Sendable {
      var status: libusb_transfer_status
      var count: Int
      var bytes: [UInt8] = []
    }

    /// - Parameters:
    ///   - size: of the buffer in bytes; for what is read a multiple of the packet.
    ///   - ended: called on the loop, once for each `submit`.
    init?(
      to endpoint: UInt8, of handle: USBHandle, size: Int, timeout: UInt32 = 0, on loop: LineLoop,
      ended: @escaping @Sendable (USBTransfer, End) -> Void
    ) {
      guard let transfer = libusb_alloc_transfer(0) else { return nil }
      buffer = .allocate(capacity: max(1, size))
      (self.transfer, self.size, self.loop, self.ended) = (transfer, size, loop, ended)
      libusb_fill_bulk_transfer(
        transfer, handle.pointer, endpoint, buffer, Int32(size),
        { pointer in
          guard let pointer, let context = pointer.pointee.user_data else { return }
          Unmanaged<USBTransfer>.fromOpaque(context).takeRetainedValue().complete()
        }, nil, timeout)
    }

    // Not while it flies: then libusb holds it.
    deinit {
      free()
      buffer.deallocate()
    }

    /// Gives it back to libusb, on the loop. Due before its handle is closed: afterwards libusb would log it
    /// to a context that another thread may be taking apart. Not while it flies.
    func free() {
      guard !isFree else { return }
      isFree = true
      libusb_free_transfer(transfer)
    }

    /// Gives it to libusb. Does not block. 0, or why libusb does not take it.
    func submit(_ bytes: [UInt8]? = nil) -> Int32 {
      if let bytes {
        buffer.update(from: bytes, count: min(size, bytes.count))
        transfer.pointee.length = Int32(min(size, bytes.count))
      }
      let context = Unmanaged.passRetained(self)
      transfer.pointee.user_data = context.toOpaque()
      let code = libusb_submit_transfer(transfer)
      if code != 0 { context.release() }
      return code
    }

    /// It comes back soon, cancelled or done.
    func cancel() {
      if !isFree { _ = libusb_cancel_transfer(transfer) }
    }

    /// On the thread of events: takes what there is and hands it over.
    private func complete() {
      let count = max(0, min(size, Int(transfer.pointee.actual_length)))
      var end = End(status: transfer.pointee.status, count: count)
      if transfer.pointee.endpoint & 0x80 != 0 {
        end.bytes = Array(UnsafeBufferPointer(start: buffer, count: count))
      }
      loop.execute { [end] in self.ended(self, end) }
    }
  }
#endif
