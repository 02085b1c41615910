import ScenarioLanguage
enum DiagnosticRenderer {
  static func text(of diagnostic: Diagnostic, sources: SourceSet) -> String {
    "\(diagnostic.span.description): \(diagnostic.severity): \(diagnostic.message)\n"
  }
}
