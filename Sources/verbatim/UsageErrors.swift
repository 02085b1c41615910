import ArgumentParser
import Wire

extension ParsableArguments {
  /// Fails where the number of an option is outside of its range.
  ///
  /// - Parameters:
  ///   - words: What stands before the range, such as `--jobs is`.
  ///   - unit: What stands behind it.
  func require(
    _ number: Int?, in range: ClosedRange<Int>, _ words: String, unit: String = ""
  ) throws(ValidationError) {
    guard let number, !range.contains(number) else { return }
    throw ValidationError("\(words) from \(range.lowerBound) to \(range.upperBound)\(unit).")
  }
}

extension ValidationError {
  /// Nothing is called like this; says which name was meant, or else what helps.
  init(_ what: String, called name: String, among known: [String], otherwise: String) {
    let meant = Suggestion.closest(to: name, among: known).map { "; did you mean \($0)?" }
    self.init("\(what) is called \(name)\(meant ?? otherwise)")
  }
}
