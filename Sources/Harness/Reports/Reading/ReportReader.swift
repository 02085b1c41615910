package import Harness
import ScenarioLanguage
package import Wire

/// Reads the results of a report back, so that several can be merged, and written in the other forms.
package enum ReportReader {
  /// Why a document is no report that can be read back.
  package struct Mistake: Error, Hashable, Sendable {
    /// The place and what is wrong there, in one sentence.
    package let message: String
  }

  /// The results of a report, in its order.
  package static func results(of report: JSON) throws(Mistake) -> [ScenarioResult] {
    let document = try ReportFields(report, at: "")
    guard try document.text("format") == "verbatim.report.v1" else {
      throw document.mistake("format", "is not verbatim.report.v1")
    }
    if document.has("conformance") {
      throw Mistake(message: "it is of `verbatim conform`; compare those with `verbatim matrix`")
    }
    let sources = SourceSet(try files(of: document))
    return try document.objects("results").map { fields throws(Mistake) in try result(fields, sources) }
  }

  /// The files that the document has for all results, or a result for itself.
  private static func files(of fields: ReportFields) throws(Mistake) -> [SourceFile] {
    guard fields.has("files") else { return [] }
    let texts = try fields.object("files")
    return try fields.members("files").map { member throws(Mistake) in
      SourceFile(path: member.name, text: try texts.text(member.name))
    }
  }

  private static func result(
    _ fields: ReportFields, _ sources: SourceSet
  ) throws(Mistake) -> ScenarioResult {
    let path = try fields.text("file")
    let transcript = try transcript(fields, in: path)
    var result = ScenarioResult(
      path: path, caseName: try fields.optionalText("case"), title: try fields.text("title"),
      covers: try fields.texts("covers"), verdict: try verdict(fields, entries: transcript.entries.count),
      venue: try fields.text("on"), sources: sources)
    for file in try files(of: fields) { result.sources.insert(SourceText(file)) }
    let name = try fields.text("name")
    if name != result.name { result.check = name }
    result.steps = try fields.count("steps")
    result.virtualMilliseconds = try fields.integer("virtual_ms")
    if fields.has("options") { result.options = try fields.texts("options") }
    result.place = try fields.optionalCount("place")
    if fields.has("real_ms") { result.realMilliseconds = try fields.integer("real_ms") }
    result.evidenceOfNothing = try fields.optionalText("evidence_of_nothing")
    result.journalChain = try fields.optionalText("journal_chain")
    result.stateHash = try fields.optionalText("state_hash")
    result.transcript = transcript
    return result
  }

  private static func verdict(_ fields: ReportFields, entries: Int) throws(Mistake) -> Verdict {
    guard let kind = Verdict.Kind(rawValue: try fields.text("verdict")) else {
      throw fields.mistake("verdict", "is none that this program knows")
    }
    switch kind {
    case .passed: return .passed
    case .failed: return .failed(try failures(fields, entries: entries))
    case .warned: return .warned(try failures(fields, entries: entries))
    case .untestable: return .untestable(try failures(fields, entries: entries))
    case .timedOut: return .timedOut(try failures(fields, entries: entries))
    case .interrupted: return .interrupted(try failures(fields, entries: entries))
    case .failedAsExpected:
      return .failedAsExpected(
        try failures(fields, entries: entries), reason: try fields.text("reason"))
    case .skipped: return .skipped(reason: try fields.text("reason"))
    case .notApplicable: return .notApplicable(reason: try fields.text("reason"))
    case .notRun: return .notRun(reason: try fields.text("reason"))
    case .harnessError: return .harnessError(reason: try fields.text("reason"))
    case .passedUnexpectedly:
      return .passedUnexpectedly(reason: try fields.text("reason"), claim: try claim(fields))
    case .unreadable:
      return .unreadable(try fields.objects("diagnostics").map(diagnostic))
    }
  }

  private static func claim(_ fields: ReportFields) throws(Mistake) -> Verdict.Claim {
    if fields.has("row") { return .row(try span(try fields.object("row"))) }
    if fields.has("baseline") { return .baseline(try span(try fields.object("baseline"))) }
    return .header
  }

  /// A place; the reports of earlier programs do not say how long it is.
  static func span(_ fields: ReportFields) throws(Mistake) -> SourceSpan {
    SourceSpan(
      path: try fields.text("file"), line: try fields.count("line"), column: try fields.count("column"),
      length: try fields.optionalCount("length") ?? 1)
  }

  private static func diagnostic(_ fields: ReportFields) throws(Mistake) -> Diagnostic {
    guard let code = DiagnosticCode(rawValue: try fields.text("code")) else {
      throw fields.mistake("code", "is none that this program knows")
    }
    let related = try (fields.has("related") ? fields.objects("related") : []).map {
      each throws(Mistake) in Diagnostic.Related(span: try span(each), note: try each.text("note"))
    }
    return Diagnostic(
      code, try fields.text("message"), remedy: try fields.optionalText("remedy"),
      suggestion: try fields.optionalText("suggestion"), at: try span(fields), related: related,
      trail: try trail(fields))
  }
}
