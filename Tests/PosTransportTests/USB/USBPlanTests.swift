import Testing

@testable import PosTransport

@Suite struct USBPlanTests {
  static func endpoint(_ address: UInt8, _ attributes: UInt8 = 2, _ packet: Int = 64) -> USBInterface.Endpoint
  {
    USBInterface.Endpoint(address: address, attributes: attributes, packet: packet)
  }

  static func modem(_ number: UInt8, partner: UInt8? = nil, protocolCode: UInt8 = 1) -> USBInterface {
    USBInterface(
      number: number, classCode: 2, subclass: 2, protocolCode: protocolCode,
      endpoints: [endpoint(0x81, 3)],
      extra: [5, 0x24, 0, 0x10, 1] + (partner.map { [5, 0x24, 6, number, $0] } ?? []))
  }

  static func data(_ number: UInt8, _ pair: UInt8, classCode: UInt8 = 0x0A) -> USBInterface {
    USBInterface(
      number: number, classCode: classCode, subclass: 0, protocolCode: 0,
      endpoints: [endpoint(0x80 | pair), endpoint(pair)])
  }

  static func row(
    _ kind: USBDeviceRow.Kind, interface: UInt8? = nil, quirk: USBDeviceRow.Quirk? = nil
  ) -> USBDeviceRow {
    USBDeviceRow(
      vendorID: 1, productID: 1, vendor: "v", model: "m", kind: kind, interface: interface, quirk: quirk,
      confidence: .integrator, source: "s")
  }

  @Test func theUnionDescriptorNamesTheData() throws {
    let plan = try USBPlan([Self.modem(0, partner: 3), Self.data(1, 2), Self.data(3, 4)], row: nil)
    #expect(plan.control == 0 && plan.data == 3 && plan.bulkIn == 0x84 && plan.bulkOut == 4)
    #expect(plan.interfaces == [0, 3])
  }

  @Test func withoutAUnionTheNextDataInterfaceIsIt() throws {
    let plan = try USBPlan([Self.modem(0), Self.data(1, 2)], row: nil)
    #expect(plan.interfaces == [0, 1])
  }

  @Test func aUnionThatTheTableDistrustsIsNotRead() throws {
    let all = [Self.modem(0, partner: 3), Self.data(1, 2), Self.data(3, 4)]
    #expect(try USBPlan(all, row: Self.row(.cdc, quirk: .noUnion)).data == 1)
  }

  @Test func aUnionThatNamesNothingIsNotBelieved() throws {
    #expect(try USBPlan([Self.modem(0, partner: 9), Self.data(1, 2)], row: nil).data == 1)
  }

  @Test(
    arguments: [[0], [0, 0x24, 6, 0, 1], [200, 0x24, 6, 0, 1], [4, 0x24, 6, 0], [5, 0x24, 6], []] as [[UInt8]]
  )
  func brokenDescriptorsEndTheSearch(extra: [UInt8]) {
    var interface = Self.modem(0)
    interface.extra = extra
    #expect(interface.unionPartner == nil)
  }

  @Test func anInterfaceMayBeItsOwnData() throws {
    var interface = Self.modem(0)
    interface.endpoints += [Self.endpoint(0x82), Self.endpoint(2)]
    let plan = try USBPlan([interface], row: nil)
    #expect(plan.interfaces == [0] && plan.control == 0 && plan.data == 0)
  }

  @Test func ofSeveralLinesTheFirstOrTheWantedOneIsTaken() throws {
    let all = [Self.modem(0, partner: 1), Self.data(1, 2), Self.modem(2, partner: 3), Self.data(3, 4)]
    #expect(try USBPlan(all, row: nil).data == 1)
    #expect(try USBPlan(all, row: nil, wanted: 2).interfaces == [2, 3])
    #expect(try USBPlan(all, row: nil, wanted: 3).interfaces == [2, 3])
    #expect(try USBPlan(all, row: Self.row(.cdc, interface: 2)).data == 3)
    #expect(throws: USBPlan.Hindrance.noSuchInterface(7)) { try USBPlan(all, row: nil, wanted: 7) }
  }

  @Test func aVendorsInterfaceNeedsARow() throws {
    let all = [Self.data(0, 2, classCode: 0xFF)]
    #expect(throws: USBPlan.Hindrance.noLine) { try USBPlan(all, row: nil) }
    #expect(throws: USBPlan.Hindrance.vendor) { try USBPlan(all, row: nil, wanted: 0) }
    let plan = try USBPlan(all, row: Self.row(.bulk))
    #expect(plan.control == nil && plan.data == 0 && plan.interfaces == [0])
  }

  @Test func otherModesAreRecognised() {
    let hid = USBInterface(number: 0, classCode: 3, subclass: 0, protocolCode: 0)
    let network = Self.modem(0, protocolCode: 0xFF)
    #expect(throws: USBPlan.Hindrance.hid) { try USBPlan([hid], row: nil) }
    #expect(throws: USBPlan.Hindrance.network) { try USBPlan([network, Self.data(1, 2)], row: nil) }
    #expect(throws: USBPlan.Hindrance.hid) { try USBPlan([Self.modem(0)], row: Self.row(.hid)) }
    #expect(throws: USBPlan.Hindrance.adapter(driver: "its own")) {
      try USBPlan([], row: Self.row(.adapter))
    }
  }

  @Test func endpointsWithoutPacketsAreNone() {
    var data = Self.data(1, 2)
    data.endpoints[0].packet = 0
    #expect(throws: USBPlan.Hindrance.noLine) { try USBPlan([Self.modem(0), data], row: nil) }
  }
}
