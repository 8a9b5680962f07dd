/// One kind of device on USB: what it is, how it is spoken to, and how well that is known.
///
/// Readers are nearly all sold without their USB identity being published, so every row names its source.
public struct USBDeviceRow: Hashable, Sendable {
  /// How bytes go in and out.
  public enum Kind: String, CaseIterable, Sendable {
    /// Communication class, abstract control model: the system's driver makes it `/dev/ttyACM*`, and libusb
    /// can speak to it too.
    case cdc
    /// Class FF with one bulk endpoint in each direction that carry the bytes as they are.
    case bulk
    /// A serial converter with a driver of its own in the system: `/dev/ttyUSB*`, with a `serial:` address.
    case adapter
    /// Reports of a keyboard or swipe reader. No line of bytes.
    case hid
    /// Ethernet over USB (RNDIS and the like): a `tcp:` address once the network is set up.
    case network
    /// A protocol of the vendor's own, which needs the vendor's driver.
    case vendor
    /// Nobody has said. The interfaces' classes decide.
    case unknown
  }

  /// What it does otherwise than the class's specification says.
  public enum Quirk: String, CaseIterable, Sendable {
    /// No union descriptor, or an empty one: the data interface is the one with the bulk endpoints.
    case noUnion = "no-union"
    /// Confused by more than one waiting request to read.
    case singleRead = "single-read"
  }

  /// How good the source is.
  public enum Confidence: String, CaseIterable, Sendable {
    /// The Linux kernel's source, or usb.ids.
    case kernel = "K"
    /// A thread of maintainers, or the vendor's own document.
    case maintainer = "M"
    /// Seen in integrators' public code; to be confirmed on hardware.
    case integrator = "C"
  }

  public var vendorID: UInt16
  /// nil: any of this vendor's that has no row of its own.
  public var productID: UInt16?
  /// Not empty, without `|` and control characters, as are all texts of a row.
  public var vendor: String
  public var model: String
  public var kind: Kind
  /// bInterfaceNumber to use; nil: the first that fits.
  public var interface: UInt8?
  /// The system's driver, as Linux calls it.
  public var driver: String?
  public var quirk: Quirk?
  public var confidence: Confidence
  public var source: String

  public init(
    vendorID: UInt16, productID: UInt16?, vendor: String, model: String, kind: Kind, interface: UInt8? = nil,
    driver: String? = nil, quirk: Quirk? = nil, confidence: Confidence, source: String
  ) {
    (self.vendorID, self.productID, self.vendor, self.model) = (vendorID, productID, vendor, model)
    (self.kind, self.interface, self.driver, self.quirk) = (kind, interface, driver, quirk)
    (self.confidence, self.source) = (confidence, source)
  }

  /// Vendor and model, for people.
  public var name: String { "\(vendor) \(model)" }

  /// Whether bytes can be exchanged with it through libusb, as far as the row knows.
  public var isUsable: Bool { kind == .cdc || kind == .bulk || kind == .unknown }
}
