/// Which regular expressions a scenario may use.
enum RegexRules {
  /// Why an expression cannot be used, or nil where it can.
  static func problem(in source: String) -> String? {
    if source.isEmpty { return "it is empty" }
    // The library's parser recurses, so that a long row of brackets would exhaust the stack.
    if source.unicodeScalars.count > ScenarioLimits.regexScalars {
      return "it is longer than \(ScenarioLimits.regexScalars) characters"
    }
    do {
      _ = try Regex(source)
      return nil
    } catch {
      let words = String(describing: error)
      return words.split(whereSeparator: \.isNewline).first.map(String.init) ?? "it cannot be compiled"
    }
  }
}
