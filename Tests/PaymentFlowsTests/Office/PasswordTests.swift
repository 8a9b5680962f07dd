import Testing

@testable import PaymentFlows

@Suite struct PasswordTests {
  private func typed(_ text: String) throws -> OfficePassword { try OfficePassword(typed: text) }

  @Test func theSystemHashesMemoryHardAndSalted() async throws {
    let hashing = SystemPasswordHashing()
    let password = try typed("گذرواژه دفتر")
    let (one, other) = (try await hashing.hash(password), try await hashing.hash(password))
    #expect(one != other, "each has its own salt")
    #expect(!one.contains("گذرواژه"))
    #expect(try await hashing.check(password, against: one))
    #expect(try await !hashing.check(typed("گذرواژه دفتر."), against: one))
    #if os(Linux)
      #expect(one.hasPrefix("$y$"))
      #expect(PasswordScheme.of(one)?.isMemoryHard == true)
    #endif
  }

  #if os(Linux)
    /// - Source: SHA-crypt.txt of U. Drepper, test vectors.
    @Test func aHashOfAnotherSchemeIsStillChecked() async throws {
      let hash =
        "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1"
      let hashing = SystemPasswordHashing()
      #expect(try await hashing.check(typed("Hello world!"), against: hash))
      #expect(try await !hashing.check(typed("Hello world"), against: hash))
      #expect(PasswordScheme.isWeak(hash, best: hashing.scheme))
    }
  #endif

  @Test(arguments: [
    "", "x", "$", "*0", "ab", "aaaaaaaaaaaaaaaaaaaaaaaa", "$q$aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "$y$",
  ])
  func whatIsNoHashIsAnError(hash: String) async throws {
    await #expect(throws: OfficeError.self) {
      try await SystemPasswordHashing().check(self.typed("password"), against: hash)
    }
  }

  @Test func schemesAreRanked() {
    let best = PasswordScheme.of("$y$j9T$")
    for scheme in PasswordScheme.all {
      #expect(PasswordScheme.isWeak(scheme.prefix, best: best) == (scheme != best), "\(scheme.name)")
      #expect(!PasswordScheme.isWeak(scheme.prefix, best: nil))
    }
    #expect(PasswordScheme.isWeak("plain", best: best))
  }

  @Test func everyKeyboardTypesTheSamePassword() throws {
    #expect(try typed("کیف۱۲۳۴").text == typed("كيف١٢٣٤").text)
    #expect(try typed("e\u{301}t\u{E9}-1234").text == typed("\u{E9}te\u{301}-1234").text)
  }

  @Test func unfitPasswordsAreRefused() throws {
    let code = try #require(OfficeCode("AB-12345"))
    #expect(throws: OfficePassword.Fault.tooShort) { try typed("1234567").checkAsNew(for: code) }
    #expect(throws: OfficePassword.Fault.isCode) { try typed("ab-12345").checkAsNew(for: code) }
    #expect(throws: OfficePassword.Fault.tooLong) { try typed(String(repeating: "x", count: 257)) }
    #expect(throws: OfficePassword.Fault.control) { try typed("pass\u{0}word") }
    #expect(throws: Never.self) { try typed("۸ نویسه‌ها").checkAsNew(for: code) }
  }

  @Test func aPasswordPrintsNowhere() throws {
    let password = try typed("geheimnis")
    #expect(!"\(password)".contains("geheim"))
    #expect(!String(reflecting: password).contains("geheim"))
    var dumped = ""
    dump(password, to: &dumped)
    #expect(!dumped.contains("geheim"))
  }

  @Test func codesAreNarrow() {
    #expect(OfficeCode(" ۷۲-abc ")?.description == "72-ABC")
    for wrong in ["", "12", "---", "12345678901234567", "a b c", "code'; --", "ک۱۲", "../etc"] {
      #expect(OfficeCode(wrong) == nil, "\(wrong)")
    }
  }

  @Test func aProfileIsTidied() {
    let profile = OfficeProfile(name: " Office\u{202E}\n12 ", city: " ", phone: "۰۲۱۱۲۳")
    #expect(profile?.name == "Office 12")
    #expect(profile?.city == nil)
    #expect(profile?.phone == "021123")
    #expect(OfficeProfile(name: " \t") == nil)
  }
}
