extension Diagnostic {
  /// The diagnostic as a console shows it: place and message, the lines around the place, what to do, and the way there.
  ///
  /// The text ends with a line feed and has no colours.
  ///
  /// - Parameter namesRule: Whether a rule of lint is named, so that it can be switched off.
  package func rendered(_ sources: SourceSet, namesRule: Bool = false) -> String {
    var lines = ["\(span.description): \(severity.rawValue): \(Self.printable(message))"]
    lines += SourceExcerpt.lines(span, in: sources)
    if let suggestion { lines.append("did you mean \"\(Self.printable(suggestion))\"?") }
    if let remedy { lines.append("remedy: \(Self.printable(remedy))") }
    for place in related {
      lines.append("\(place.note): \(place.span.description)")
      lines += SourceExcerpt.lines(place.span, in: sources, context: 0)
    }
    lines += trail.map { "  \($0.description)" }
    if namesRule, DiagnosticCode.lintRules.contains(code) { lines.append("rule: \(code.rawValue)") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Several diagnostics with a blank line between them, in the order they are given.
  package static func rendered(
    _ diagnostics: [Diagnostic], _ sources: SourceSet, namesRules: Bool = false
  ) -> String {
    diagnostics.map { $0.rendered(sources, namesRule: namesRules) }.joined(separator: "\n")
  }

  /// Words that may quote the file, with what would disturb a terminal escaped and what is long cut.
  private static func printable(_ text: String) -> String {
    let maximum = 300
    let scalars = text.unicodeScalars
    return WordRules.printable(scalars.prefix(maximum)) + (scalars.count > maximum ? "…" : "")
  }
}
