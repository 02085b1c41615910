/// The words that a line of the steps can begin with, and so are no names of macros.
package enum StepKeyword: String, CaseIterable, Hashable, Sendable {
  case order, any, end, include, macro, `repeat`, `for`, until
}
