import ArgumentParser

/// How a verb answers.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Answer in JSON, one object a line (docs/json.md).")
  var json = false

  @Option(help: ArgumentHelp("Language of what is written for people: en or fa.", valueName: "LANG"))
  var lang = Language.english
}
