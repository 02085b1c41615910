/// The bounds of the scenario language; each is checked with an error that names it, so that no input can exhaust the reader.
package enum ScenarioLimits {
  /// The longest scenario file, in bytes.
  package static let fileBytes = 16 * 1_048_576
  /// The longest line, in bytes, without its line ending; text that substitution makes is held to the same bound.
  package static let lineBytes = 1_048_576
  /// How deep lists and objects may nest in one value, in levels.
  package static let valueDepth = 16
  /// The longest regular expression, in Unicode scalars.
  package static let regexScalars = 1_000
  /// How much a regular expression may have in it once its repetitions are written out, in parts.
  package static let regexParts = 5_000
  /// How much work one search for a match may be, in steps of the machine that runs it.
  package static let regexSteps = 10_000_000
  /// How many elements a list matcher whose order does not matter may have.
  package static let unorderedElements = 100
  /// How many ways to give the elements of a list to those of a matcher whose order does not matter are tried, in comparisons.
  package static let listAttempts = 100_000
  /// How many ways to give events to the lines of an `any` block are tried, in events that are given to a line.
  package static let blockAttempts = 20_000
  /// How deep files may include each other, in files below the one that is run.
  package static let includeDepth = 16
  /// How deep macros may call each other, in calls.
  package static let macroDepth = 64
  /// How deep loops may stand in each other, in levels, also through macros.
  package static let loopDepth = 16
  /// What one scenario may expand to, in steps, lines of blocks, macro calls, includes and rounds of loops together.
  package static let expandedSteps = 100_000
  /// What all cases of one file may expand to together, counted in the same way.
  package static let expandedStepsOfAllCases = 1_000_000
  /// How much text and values one scenario may expand to, in bytes.
  package static let expandedBytes = 64 * 1_048_576
  /// How much text and values all cases of one file may expand to together, in bytes.
  package static let expandedBytesOfAllCases = 256 * 1_048_576
  /// How many errors of one file are reported before the rest is left out.
  package static let diagnosticsPerFile = 100
  /// The longest span of time that one step may advance, in milliseconds (about 100 years of 365 days).
  package static let advanceMilliseconds: Int64 = 100 * 365 * 86_400_000
}
