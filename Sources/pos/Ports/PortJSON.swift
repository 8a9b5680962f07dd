import PosTransport

/// Ports as JSON (docs/json.md).
extension JSON {
  init(port: PortInfo) {
    let (access, owner, group, mode): (String, String?, String?, String?) =
      switch port.access {
      case .ok: ("ok", nil, nil, nil)
      case .noPermission(let owner, let group, let mode): ("noPermission", owner, group, mode)
      case .noFile: ("noFile", nil, nil, nil)
      }
    self = [
      "address": .text(port.address.description), "stable": JSON(port.stableAddress?.description),
      "kind": .text(port.kind.rawValue), "make": JSON(port.make), "product": JSON(port.product),
      "serialNumber": JSON(port.serialNumber), "driver": JSON(port.driver),
      "vendorID": JSON(port.usb.map { PortText.hexadecimal($0.vendorID) }),
      "productID": JSON(port.usb.map { PortText.hexadecimal($0.productID) }),
      "interface": JSON(port.usb?.interface), "knownAs": JSON(port.knownAs), "access": .text(access),
      "owner": JSON(owner), "group": JSON(group), "mode": JSON(mode), "holder": JSON(port.holder),
    ]
  }
}
