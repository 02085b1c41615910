import ScenarioLanguage
import Wire

/// Something that an editor shows at a place of a file: a mistake, or what a run found.
struct Finding {
  let isError: Bool
  let code: String
  var message: String
  /// Where it is shown, which is in the file itself.
  let span: SourceSpan
  /// Further places that belong to it.
  var related: [Diagnostic.Related]
  /// Whether it is about something that could be deleted.
  let isUnused: Bool
  let sources: SourceSet

  /// What a linter or parser says, shown in the file at a path: of an included file at the line that leads to it.
  init(_ diagnostic: Diagnostic, in path: String, _ sources: SourceSet) {
    var message = diagnostic.message
    if let suggestion = diagnostic.suggestion { message += "\ndid you mean \"\(suggestion)\"?" }
    if let remedy = diagnostic.remedy { message += "\nremedy: \(remedy)" }
    self.init(
      message, code: diagnostic.code.rawValue, isError: diagnostic.severity == .error,
      isUnused: Self.unused.contains(diagnostic.code),
      at: Origin(span: diagnostic.span, trail: diagnostic.trail), in: path, sources)
    related += diagnostic.related
  }

  init(
    _ message: String, code: String, isError: Bool = true, isUnused: Bool = false, at origin: Origin,
    in path: String, _ sources: SourceSet
  ) {
    (self.code, self.isError, self.isUnused, self.sources) = (code, isError, isUnused, sources)
    related = origin.trail.map { Diagnostic.Related(span: $0.site, note: $0.description) }
    guard origin.span.path != path else {
      (self.message, span) = (message, origin.span)
      return
    }
    self.message = "\(origin.span.path):\(origin.span.line): \(message)"
    span =
      origin.trail.map(\.site).last { $0.path == path }
      ?? SourceSpan(path: path, line: 1, column: 1, length: 1)
    related.insert(Diagnostic.Related(span: origin.span, note: "it is here"), at: 0)
  }

  private static let unused: Set<DiagnosticCode> = [
    .nameUnused, .userUnused, .macroUnused, .caseColumnUnused, .variableUnused,
  ]

  /// The finding as the protocol has it.
  ///
  /// - Parameter uri: Gives the URI of a file; nil where the client does not show further places.
  func json(_ encoding: PositionEncoding, uri: ((String) -> String)?) -> JSON {
    let places = uri.map { uri in
      related.map { place in
        JSON.members([
          "location": .members([
            "uri": .string(uri(place.span.path)), "range": encoding.range(of: place.span, in: sources),
          ]),
          "message": .string(place.note),
        ])
      }
    }
    return .members([
      "range": encoding.range(of: span, in: sources),
      "severity": .integer(isError ? 1 : 2),
      "code": .string(code),
      "source": .string("verbatim"),
      "message": .string(message),
      "tags": isUnused ? .array([.integer(1)]) : nil,
      "relatedInformation": places.flatMap { $0.isEmpty ? nil : JSON.array($0) },
    ])
  }
}
