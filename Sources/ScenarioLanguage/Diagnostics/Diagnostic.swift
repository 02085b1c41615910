/// Something wrong with a scenario file: what, where, what to do about it and how the reader came there.
package struct Diagnostic: Error, Hashable, Sendable {
  /// How bad it is.
  package enum Severity: String, Hashable, Sendable {
    /// The scenario cannot be run, or does not mean what it says.
    case error
    /// The scenario runs, but a person should look.
    case warning
  }

  /// Another place that belongs to the story, such as the first of two definitions.
  package struct Related: Hashable, Sendable {
    /// The place.
    package var span: SourceSpan
    /// What it is, in words that stand before the place.
    package var note: String

    /// Makes a note about a place.
    package init(span: SourceSpan, note: String) {
      self.span = span
      self.note = note
    }
  }

  /// How bad it is.
  package var severity: Severity
  /// Which rule was broken; stable across versions.
  package var code: DiagnosticCode
  /// One sentence without a full stop.
  package var message: String
  /// What the author can do, or nil where the message says it already.
  package var remedy: String?
  /// The known word that is nearest to the one that was written.
  package var suggestion: String?
  /// The place itself.
  package var span: SourceSpan
  /// Further places, in the order to be read.
  package var related: [Related]
  /// How the line came to be expanded, innermost first.
  package var trail: [TrailEntry]

  /// Makes a diagnostic from its parts.
  package init(
    _ code: DiagnosticCode, _ message: String, severity: Severity = .error, remedy: String? = nil,
    suggestion: String? = nil, at span: SourceSpan, related: [Related] = [], trail: [TrailEntry] = []
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.remedy = remedy
    self.suggestion = suggestion
    self.span = span
    self.related = related
    self.trail = trail
  }
}

/// One step of the way from the file that is run to a line.
package enum TrailEntry: Hashable, Sendable {
  /// The line's file was included at a place.
  case included(from: SourceSpan)
  /// The line belongs to a macro that was called at a place.
  case macro(name: String, calledAt: SourceSpan)
  /// The line belongs to a round of a loop; rounds are counted from 1, and the value is written as a scenario has it.
  case round(Int, of: Int, value: String?, loop: SourceSpan)

  /// The line that brought the other one in.
  package var site: SourceSpan {
    switch self {
    case .included(let span), .macro(_, let span), .round(_, _, _, let span): span
    }
  }

  /// The entry as reports print it.
  package var description: String {
    switch self {
    case .included(let span): "included from \(span.path):\(span.line)"
    case .macro(let name, let span): "in macro \(name), called at \(span.path):\(span.line)"
    case .round(let number, let count, let value, let span):
      "in round \(number) of \(count)\(value.map { ", \(Self.shortened($0))," } ?? "") of the loop at \(span.path):\(span.line)"
    }
  }

  /// The same with another text in the place of the value of a round.
  ///
  /// - Parameter body: Gives what stands for a value.
  package func rewritten(_ body: (String) -> String) -> TrailEntry {
    switch self {
    case .included, .macro: self
    case .round(let number, let count, let value, let span):
      .round(number, of: count, value: value.map(body), loop: span)
    }
  }

  /// A value as far as it is shown.
  private static func shortened(_ value: String) -> String {
    value.count > 70 ? value.prefix(70) + "…" : value
  }
}

/// Where a step comes from: its place and the way there.
package struct Origin: Hashable, Sendable {
  /// The step's own line, or the part of it that matters.
  package var span: SourceSpan
  /// How the line came to be expanded, innermost first.
  package var trail: [TrailEntry]

  /// Makes an origin; a line of the file that is run has no trail.
  package init(span: SourceSpan, trail: [TrailEntry] = []) {
    self.span = span
    self.trail = trail
  }
}
