import ArgumentParser
import PaymentFlows

/// `pos inquiry`: what a vehicle owes. The fee comes first, then its receipt, then the result.
struct InquiryVerb: CounterVerb {
  static let configuration = CommandConfiguration(
    commandName: "inquiry",
    abstract: "Inquire what a vehicle owes: fee, receipt, result.",
    discussion: """
      With the form's fields it registers an inquiry and charges nothing; then 'pos fee' takes the fee and prints its \
      receipt; then, with --id, the result is shown. At a terminal, without fields and without --json, it asks for \
      everything. Exit status: 0, 64 and 65 wrong data (the error names the field), 69 the service gave no answer \
      (complete it later, without a second fee), 75 the fee is in doubt, 76 confirm it first.
      """)

  @OptionGroup var options: CounterOptions
  @Option(help: ArgumentHelp("The inquiry's name; a new one is made up.", valueName: "NAME"))
  var id: FlowID?
  @Option(help: ArgumentHelp("aggregate (one total) or detailed (every violation).", valueName: "KIND"))
  var kind: InquiryKind?
  @OptionGroup var form: FormOptions
  @OptionGroup var output: OutputOptions

  func run(at desk: Desk, tell: @escaping @Sendable (Happening) -> Void) async -> Report {
    do throws(Complaint) {
      guard form.isGiven || id != nil else {
        guard Wizard.isPossible(output) else {
          throw Complaint(.usage, "usage", "give the form's fields, or --id NAME of an inquiry.")
        }
        return try await Wizard(try await open(at: desk, isNew: true, tell: tell)).inquire(kind)
      }
      guard form.isGiven else {
        let counter = try await open(at: desk, tell: tell)
        return Report(try await counter.handle(.open, id ?? FlowID()), .open, in: output.lang)
      }
      let subject = FlowSubject.inquiry(try form.checked(kind ?? .aggregate, in: output.lang))
      let counter = try await open(at: desk, isNew: true, tell: tell)
      return Report(try await counter.register(subject, as: id ?? FlowID()), nil, in: output.lang)
    } catch {
      return Report(error)
    }
  }
}

/// The fields of an inquiry's form.
struct FormOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The plate's first two digits.", valueName: "DIGITS")) var plateTwo: String?
  @Option(help: ArgumentHelp("Its letter.", valueName: "LETTER")) var plateLetter: String?
  @Option(help: ArgumentHelp("Its three digits.", valueName: "DIGITS")) var plateThree: String?
  @Option(help: ArgumentHelp("Its province.", valueName: "DIGITS")) var plateProvince: String?
  @Option(help: ArgumentHelp("A motorcycle's: the region.", valueName: "DIGITS")) var plateRegion: String?
  @Option(help: ArgumentHelp("A motorcycle's: the number.", valueName: "DIGITS")) var plateNumber: String?
  @Option(help: ArgumentHelp("The owner's national ID (کد ملی).", valueName: "ID")) var nationalID: String?
  @Option(help: ArgumentHelp("The owner's mobile number.", valueName: "NUMBER")) var mobile: String?
  @Flag(help: "The citizen has accepted the rules.") var acceptRules = false

  var isGiven: Bool { nationalID != nil || mobile != nil || plateTwo != nil || plateRegion != nil }

  /// - Throws: the first field that is wrong.
  func checked(_ kind: InquiryKind, in lang: Language) throws(Complaint) -> InquiryForm {
    do throws(FieldError) {
      let plate: Plate
      if let plateRegion {
        plate = .motorcycle(try MotorcyclePlate(region: plateRegion, number: plateNumber ?? ""))
      } else {
        plate = .vehicle(
          try VehiclePlate(
            two: plateTwo ?? "", letter: plateLetter ?? "", three: plateThree ?? "",
            province: plateProvince ?? ""))
      }
      let owner = try NationalID(nationalID ?? "")
      let mobile = try Mobile(mobile ?? "")
      let form = InquiryForm(
        kind, plate: plate, owner: owner, mobile: mobile, areRulesAccepted: acceptRules)
      if let form { return form }
    } catch {
      throw Complaint(error, in: lang)
    }
    throw Complaint(
      .wrongData, "rules",
      lang == .persian
        ? "قوانین پذیرفته نشده است. مبلغی کم نشد." : "the rules are not accepted. Nothing was charged.")
  }
}
