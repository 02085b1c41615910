import Engine

/// What close codes mean for a person.
enum CloseMeaning {
  static func of(_ code: UInt16) -> String {
    guard let known = CloseCode(rawValue: code) else { return "code \(code)" }
    return "\(known.meaning) (\(code))"
  }
}
