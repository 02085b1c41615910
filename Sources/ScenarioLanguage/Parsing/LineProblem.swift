/// The reason why a line cannot be understood, before it is known which file and line it is.
struct LineProblem: Error {
  let code: DiagnosticCode
  let message: String
  let remedy: String?
  let suggestion: String?
  /// Offsets into the line's Unicode scalars.
  var range: Range<Int>

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

  /// The problem at its place in a file.
  func diagnostic(at span: SourceSpan) -> Diagnostic {
    Diagnostic(code, message, remedy: remedy, suggestion: suggestion, at: span)
  }
}
