import Wire

/// An object of a report that is read back, with its place for what is said where a member is missing or of another kind.
struct ReportFields {
  let json: JSON
  /// The way to it, such as `results[2].failure`; empty for the document.
  let path: String

  init(_ json: JSON, at path: String) throws(ReportReader.Mistake) {
    guard case .object = json else {
      throw ReportReader.Mistake(message: "\(path.isEmpty ? "it" : path) is no object")
    }
    self.json = json
    self.path = path
  }

  /// The place of a member.
  func place(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  func mistake(_ name: String, _ what: String) -> ReportReader.Mistake {
    ReportReader.Mistake(message: "\(place(of: name)) \(what)")
  }

  func has(_ name: String) -> Bool { json[name] != nil }

  func text(_ name: String) throws(ReportReader.Mistake) -> String {
    guard case .string(let text)? = json[name] else { throw mistake(name, "is no text") }
    return text
  }

  func optionalText(_ name: String) throws(ReportReader.Mistake) -> String? {
    try has(name) ? text(name) : nil
  }

  /// A number that any JSON reader keeps exact, so that sums and differences of several stay numbers.
  func integer(_ name: String) throws(ReportReader.Mistake) -> Int64 {
    guard case .integer(let integer)? = json[name], integer.magnitude < 1 << 53 else {
      throw mistake(name, "is no integer, or too large")
    }
    return integer
  }

  /// A count or a place in a list.
  func count(_ name: String, below limit: Int = .max) throws(ReportReader.Mistake) -> Int {
    guard let count = Int(exactly: try integer(name)), (0..<limit).contains(count) else {
      throw mistake(name, "is out of range")
    }
    return count
  }

  func optionalCount(_ name: String, below limit: Int = .max) throws(ReportReader.Mistake) -> Int? {
    try has(name) ? count(name, below: limit) : nil
  }

  func truth(_ name: String) throws(ReportReader.Mistake) -> Bool {
    guard case .bool(let truth)? = json[name] else { throw mistake(name, "is neither true nor false") }
    return truth
  }

  func value(_ name: String) throws(ReportReader.Mistake) -> JSON {
    guard let value = json[name] else { throw mistake(name, "is missing") }
    return value
  }

  func object(_ name: String) throws(ReportReader.Mistake) -> ReportFields {
    try ReportFields(try value(name), at: place(of: name))
  }

  /// The members of an object, in their order.
  func members(_ name: String) throws(ReportReader.Mistake) -> [JSON.Member] {
    guard case .object(let members)? = json[name] else { throw mistake(name, "is no object") }
    return members
  }

  func list(_ name: String) throws(ReportReader.Mistake) -> [JSON] {
    guard case .array(let elements)? = json[name] else { throw mistake(name, "is no list") }
    return elements
  }

  func objects(_ name: String) throws(ReportReader.Mistake) -> [ReportFields] {
    try list(name).enumerated().map { index, element throws(ReportReader.Mistake) in
      try ReportFields(element, at: "\(place(of: name))[\(index)]")
    }
  }

  func texts(_ name: String) throws(ReportReader.Mistake) -> [String] {
    try list(name).map { element throws(ReportReader.Mistake) in
      guard case .string(let text) = element else { throw mistake(name, "is no list of texts") }
      return text
    }
  }
}
