import ArgumentParser
import PaymentFlows

/// `pos office create`: a new office.
struct OfficeCreate: OfficeAction {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Keep a new office; asks for its password.")

  @OptionGroup var office: OfficeOptions
  @OptionGroup var profile: ProfileOptions
  @OptionGroup var output: OutputOptions

  func journal(_ desk: Desk) throws(Complaint) -> any LedgerDatabase {
    try desk.journal(office.journal)
  }

  func act(on offices: Offices) async throws -> Report {
    guard let profile = OfficeProfile(name: profile.name ?? "", city: profile.city, phone: profile.phone)
    else { throw OfficeError.blank }
    let password = try PasswordPrompt.read(question("New password", "گذرواژه تازه"), twice: true)
    return Report(try await offices.create(office.code, profile, password), in: output.lang)
  }
}

/// What an office says of itself.
struct ProfileOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The office's name, as it stands on the door.", valueName: "NAME"))
  var name: String?
  @Option(help: ArgumentHelp("Where it is.", valueName: "CITY"))
  var city: String?
  @Option(help: ArgumentHelp("Where it is called.", valueName: "NUMBER"))
  var phone: String?

  var isGiven: Bool { name != nil || city != nil || phone != nil }
}

/// `pos office sign-in`: whether code and password belong together.
struct OfficeSignIn: OfficeAction {
  static let configuration = CommandConfiguration(
    commandName: "sign-in", abstract: "Check an office's password; a failure counts.")

  @OptionGroup var office: OfficeOptions
  @OptionGroup var output: OutputOptions

  func act(on offices: Offices) async throws -> Report {
    let password = try PasswordPrompt.read(question("Password", "گذرواژه"))
    return Report(try await offices.signIn(office.code, password), in: output.lang)
  }
}

/// `pos office passwd`: another password for the present one.
struct OfficePasswd: OfficeAction {
  static let configuration = CommandConfiguration(
    commandName: "passwd",
    abstract: "Change an office's password: asks for the present one, then for the new one.")

  @OptionGroup var office: OfficeOptions
  @OptionGroup var output: OutputOptions

  func act(on offices: Offices) async throws -> Report {
    let present = try PasswordPrompt.read(question("Password", "گذرواژه"))
    let new = try PasswordPrompt.read(question("New password", "گذرواژه تازه"), twice: true)
    try await offices.changePassword(of: office.code, from: present, to: new)
    return Report(try await offices.office(office.code), in: output.lang)
  }
}

/// `pos office profile`: what an office says of itself.
struct OfficeProfileVerb: OfficeAction {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Show an office; with --name, --city or --phone change it, which asks for its password.")

  @OptionGroup var office: OfficeOptions
  @OptionGroup var profile: ProfileOptions
  @OptionGroup var output: OutputOptions

  func act(on offices: Offices) async throws -> Report {
    guard profile.isGiven else { return Report(try await offices.office(office.code), in: output.lang) }
    let password = try PasswordPrompt.read(question("Password", "گذرواژه"))
    let present = try await offices.signIn(office.code, password).profile
    let next = OfficeProfile(
      name: profile.name ?? present.name, city: profile.city ?? present.city,
      phone: profile.phone ?? present.phone)
    guard let next else { throw OfficeError.blank }
    return Report(try await offices.update(office.code, next), in: output.lang)
  }
}

/// `pos office unlock`: a person opens a locked door.
struct OfficeUnlock: OfficeAction {
  static let configuration = CommandConfiguration(
    commandName: "unlock", abstract: "Forget an office's failures; kept with the name of who did it.")

  @OptionGroup var office: OfficeOptions
  @Option(name: .customLong("by"), help: ArgumentHelp("Who unlocks it.", valueName: "NAME"))
  var name: String
  @Flag(help: "Ask for a password in place of one that was forgotten.")
  var newPassword = false
  @OptionGroup var output: OutputOptions

  func act(on offices: Offices) async throws -> Report {
    var password: OfficePassword?
    if newPassword {
      password = try PasswordPrompt.read(question("New password", "گذرواژه تازه"), twice: true)
    }
    try await offices.unlock(office.code, by: name, newPassword: password)
    return Report(try await offices.office(office.code), in: output.lang)
  }
}
