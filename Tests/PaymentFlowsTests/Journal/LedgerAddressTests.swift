import Testing

@testable import PaymentFlows

@Suite struct LedgerAddressTests {
  @Test(arguments: [
    ("postgres://u:secret@h:5/d?x=1", "postgres://u@h:5/d?x=1"), ("postgres://h/d", "postgres://h/d"),
    ("postgres://h/d?user=u&password=secret&x=1", "postgres://h/d?user=u&x=1"),
    ("postgres://h/d?sslpassword=secret", "postgres://h/d"),
    ("host=h password=secret dbname=d", "host=h dbname=d"), ("postgres://u:se@cret@h/d", "postgres://u@h/d"),
    ("a file.sqlite", "a file.sqlite"), ("postgres://?password=secret", "postgres://"),
    ("postgres://h/d?password=se?cret&x=1", "postgres://h/d?x=1"),
    ("postgres://h:5/d?user=u@x", "postgres://h:5/d?user=u@x"),
  ])
  func aPasswordIsNotShown(address: String, shown: String) {
    #expect(LedgerAddress.shown(address) == shown)
  }

  @Test func anAddressIsNoPath() {
    #expect(LedgerAddress.isRemote("postgres://h/d") && LedgerAddress.isRemote("PostgreSQL://h/d"))
    #expect(!LedgerAddress.isRemote("./postgres.sqlite"))
  }

  #if !Postgres
    @Test func aProgramWithoutItSaysWhatIsMissing() {
      #expect(throws: JournalError.noPostgres) { try LedgerAddress.open("postgres://u:secret@h/d") }
      #expect(JournalError.noPostgres.message.contains("trait Postgres"))
    }
  #endif
}
