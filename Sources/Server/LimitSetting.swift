package import Engine
import Wire

/// One limit with another value than the default, as an operator gives it: `resume_seconds=60`.
package struct LimitSetting: Hashable, Sendable {
  package let name: String
  package let value: Int

  package init(name: String, value: Int) {
    self.name = name
    self.value = value
  }

  /// The setting in a text of the form `NAME=VALUE`, or nil where it has another form.
  package init?(_ text: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let value = Int(parts[1]) else { return nil }
    self.init(name: String(parts[0]), value: value)
  }

  /// Why a setting cannot be applied.
  package struct Problem: Error {
    package let message: String
  }

  /// Gives the limit its value.
  package func apply(to limits: inout Limits) throws(Problem) {
    guard let limit = Limit(named: name) else {
      let near = Suggestion.closest(to: name, among: Limit.allCases.map(\.name))
      throw Problem(message: "There is no limit \(name).\(near.map { " Did you mean \($0)?" } ?? "")")
    }
    let range = limit.definition.range
    guard range.contains(value) else {
      throw Problem(message: "The limit \(name) must be from \(range.lowerBound) to \(range.upperBound).")
    }
    limits[limit] = value
  }
}
