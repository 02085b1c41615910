/// The reason why a line cannot be understood, before it is known which file and line it is.
struct LineProblem: Error {
  let code: DiagnosticCode
  let message: String
  let remedy: String?
  let suggestion: String?
  /// Offsets into the line's Unicode scalars.
  let range: Range<Int>

  init(
    _ code: DiagnosticCode, _ message: String, remedy: String? = nil, suggestion: String? = nil,
    at range: Range<Int>
  ) {
    self.code = code
    self.message = message
    self.remedy = remedy
    self.suggestion = suggestion
    self.range = range
  }
}
