import Foundation

extension JSON: Decodable {
  /// Reads one value. Numbers must be whole: nothing this program is told is a fraction.
  ///
  /// - Throws: a `Complaint` of status `wrongData` and reason `notJSON`.
  init(reading line: some DataProtocol) throws(Complaint) {
    do {
      self = try JSONDecoder().decode(JSON.self, from: Data(line))
    } catch {
      throw Complaint(
        .wrongData, "notJSON",
        "the line is no JSON that can be read here. Send one object a line, whole numbers only.")
    }
  }

  init(from decoder: any Decoder) throws {
    if let object = try? decoder.container(keyedBy: Name.self) {
      self = .object(
        try object.allKeys.sorted { $0.stringValue < $1.stringValue }.map {
          Member(name: $0.stringValue, value: try object.decode(JSON.self, forKey: $0))
        })
      return
    }
    if var list = try? decoder.unkeyedContainer() {
      var values: [JSON] = []
      while !list.isAtEnd { values.append(try list.decode(JSON.self)) }
      self = .list(values)
      return
    }
    let single = try decoder.singleValueContainer()
    if single.decodeNil() {
      self = .null
    } else if let flag = try? single.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? single.decode(Int64.self) {
      self = .number(number)
    } else {
      self = .text(try single.decode(String.self))
    }
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
