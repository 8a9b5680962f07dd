/// Which `pos` this is. Changes with CHANGELOG.md.
enum Version {
  static let text = "0.1.0"
}
