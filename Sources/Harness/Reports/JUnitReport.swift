import Foundation
package import Harness
import ProtocolRegistry
import ScenarioLanguage

/// The results as JUnit XML, as GitLab, Jenkins and GitHub read it: a suite a folder, a case a result.
///
/// Everything is as the schema of Jenkins has it, but for `file` and `line` of a case: GitLab and GitHub show them, and Jenkins reads past them.
package enum JUnitReport {
  /// The document, in UTF-8. A failure's body is the text of the console.
  ///
  /// - Parameters:
  ///   - folder: The working directory; paths are written as they are from there.
  ///   - withTimes: Whether it says how long each result took in real time, which differs from run to run.
  package static func text(
    of results: [ScenarioResult], from folder: String = FileManager.default.currentDirectoryPath,
    withTimes: Bool = false
  ) -> String {
    let cases = cases(of: results, from: folder)
    let bySuite = Dictionary(grouping: cases, by: \.suite)
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    let venue = results.first?.venue ?? Venue.simulator.name
    let name = venue == Venue.simulator.name ? "verbatim" : "verbatim on \(venue)"
    text += "<testsuites name=\"\(escaped(name))\"\(counts(of: cases))\(time(of: cases, if: withTimes))>\n"
    for suite in cases.map(\.suite).withoutRepetitions {
      let members = bySuite[suite] ?? []
      let skipped = members.count { outcome(of: $0.result.verdict.kind) == .skipped }
      text += "  <testsuite name=\"\(escaped(suite))\"\(counts(of: members)) skipped=\"\(skipped)\""
      text += time(of: members, if: withTimes) + ">\n" + properties(of: members)
      for member in members { text += element(member, from: folder, withTimes: withTimes) }
      text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  /// A result with the names under which it is found again.
  private struct Case {
    let result: ScenarioResult
    let suite: String
    let name: String
  }

  /// What JUnit has for a verdict; the raw value is the name of its element.
  private enum Outcome: String { case failure, error, skipped }

  private static func outcome(of kind: Verdict.Kind) -> Outcome? {
    switch kind {
    case .passed: nil
    case .failed, .passedUnexpectedly, .untestable, .timedOut: .failure
    case .unreadable, .interrupted, .harnessError: .error
    case .skipped, .failedAsExpected, .warned, .notApplicable, .notRun: .skipped
    }
  }

  /// GitLab ignores a second case of the same name, so that there must be none.
  private static func cases(of results: [ScenarioResult], from folder: String) -> [Case] {
    var uses: [String: Int] = [:]
    return results.map { result in
      let path = result.check ?? ReportPath(result.path, from: folder).stable
      let name = result.check ?? result.caseName.map { "\(path) [\($0)]" } ?? path
      // What is in brackets can have slashes of its own.
      let file = path.prefix { $0 != "[" }
      let suite = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "verbatim"
      let count = (uses[name] ?? 0) + 1
      uses[name] = count
      return Case(result: result, suite: suite, name: count == 1 ? name : "\(name) #\(count)")
    }
  }

  private static func counts(of cases: [Case]) -> String {
    let failures = cases.count { outcome(of: $0.result.verdict.kind) == .failure }
    let errors = cases.count { outcome(of: $0.result.verdict.kind) == .error }
    return " tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
  }

  private static func time(of cases: [Case], if withTimes: Bool) -> String {
    withTimes ? " time=\"\(seconds(cases.reduce(0) { $0 + ($1.result.realMilliseconds ?? 0) }))\"" : ""
  }

  private static func seconds(_ milliseconds: Int64) -> String {
    "\(milliseconds / 1000).\((milliseconds % 1000).digits(3))"
  }

  /// A case cannot have properties in the schema, so the suite has them.
  private static func properties(of cases: [Case]) -> String {
    let covered = Set(cases.flatMap(\.result.covers))
    let known = Clause.all.map(\.id).filter(covered.contains)
    let clauses = known + covered.subtracting(known).sorted().map(escaped)
    guard !clauses.isEmpty else { return "" }
    return
      "    <properties>\n      <property name=\"clauses\" value=\"\(clauses.joined(separator: " "))\"/>\n    </properties>\n"
  }

  private static func element(_ member: Case, from folder: String, withTimes: Bool) -> String {
    let result = member.result
    var attributes = " classname=\"\(escaped(member.suite))\" name=\"\(escaped(member.name))\""
    // The place of a failure may be in a file that the scenario includes.
    let place = result.verdict.place
    let file = place?.path ?? result.path
    // The path of a check in Swift is its name, and no file.
    if file.hasSuffix(".chat") || file != result.path {
      attributes += " file=\"\(escaped(ReportPath(file, from: folder).relative ?? file))\""
      if let place { attributes += " line=\"\(place.line)\"" }
    }
    attributes += time(of: [member], if: withTimes)
    guard let name = outcome(of: result.verdict.kind)?.rawValue else {
      return "    <testcase\(attributes)/>\n"
    }
    let message = ConsoleReport.printable(message(of: result.verdict))
    let body = escaped(body(of: result))
    return "    <testcase\(attributes)>\n"
      + "      <\(name) message=\"\(escaped(message))\">\(body)</\(name)>\n    </testcase>\n"
  }

  /// The text of the console, and of a known failure also what the console leaves out.
  private static func body(of result: ScenarioResult) -> String {
    let text = ConsoleReport.text(of: result)
    guard case .failedAsExpected(let failure, _) = result.verdict else { return text }
    return text + "\n" + ConsoleReport.text(of: failure, in: result)
  }

  /// What lists show of a case that did not pass.
  private static func message(of verdict: Verdict) -> String {
    switch verdict {
    case .passed: ""
    case .skipped(let reason), .harnessError(let reason): reason
    case .notApplicable(let reason): "not applicable: \(reason)"
    case .failedAsExpected(_, let reason): "known failure: \(reason)"
    case .warned(let failure): "a warning: \(failure.summary)"
    case .passedUnexpectedly(let reason, _): "passes, but is known to fail: \(reason)"
    case .failed(let failure): failure.summary
    case .untestable(let failure): "untestable: \(failure.summary)"
    case .timedOut(let failure): "timed out: \(failure.summary)"
    case .interrupted(let failure): "not finished: \(failure.summary)"
    case .notRun(let reason): "not run: \(reason)"
    case .unreadable(let diagnostics): diagnostics.first?.message ?? "unreadable"
    }
  }

  /// Text as XML 1.0 can hold it; a character that it cannot hold, or that a terminal would obey, is shown by its number.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{fffe}", "\u{ffff}":
        result += "\\u{" + String(scalar.value, radix: 16) + "}"
      case _: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Verdict {
  /// The line that is at fault, where there is one.
  fileprivate var place: SourceSpan? {
    switch self {
    case .passed, .skipped, .notApplicable, .notRun, .harnessError: nil
    case .passedUnexpectedly(_, let claim): claim.place
    case .failed(let failure), .warned(let failure), .untestable(let failure), .timedOut(let failure),
      .interrupted(let failure), .failedAsExpected(let failure, _):
      failure.place
    case .unreadable(let diagnostics): diagnostics.first?.span
    }
  }
}
