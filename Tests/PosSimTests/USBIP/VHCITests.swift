import Testing

@testable import PosSim

@Suite struct VHCITests {
  /// As Linux 6.1 prints it, with one device attached; shortened.
  private let status = """
    hub port sta spd dev      sockfd local_busid
    hs  0000 006 003 00010001 000012 1-1
    hs  0001 004 000 00000000 000000 0-0
    hs  0002 005 003 00010002 000013 0-0
    ss  0015 004 000 00000000 000000 0-0

    """

  @Test func readsThePorts() throws {
    let ports = try VHCI.ports(status)
    #expect(ports.map(\.number) == [0, 1, 2, 15])
    #expect(ports.map(\.isFree) == [false, true, false, true])
    #expect(ports.map(\.isHighSpeed) == [true, true, true, false])
    #expect(ports.map(\.busID) == ["1-1", nil, nil, nil])
  }

  @Test func refusesWhatIsNoList() {
    #expect(throws: VHCIError.badStatus(path: "status", line: 2)) {
      try VHCI.ports("hub port\nhs 0000 004")
    }
    #expect(throws: VHCIError.badStatus(path: "status", line: 1)) { try VHCI.ports("\u{0}\u{1}") }
  }

  @Test func saysThatTheControllerIsMissing() throws {
    let folder = try Folder()
    #expect(throws: VHCIError.notLoaded) { try VHCI(root: folder.path).check() }
  }
}
