package import ScenarioLanguage
import Wire

/// The findings of `verbatim lint` as one JSON document, for programs.
package enum LintReport {
  /// The document, in UTF-8, with a newline at its end.
  ///
  /// - Parameter files: How many files were looked at.
  package static func bytes(of findings: [Diagnostic], files: Int) -> [UInt8] {
    JSON.members([
      "format": .string("verbatim.lint.v1"),
      "files": .integer(Int64(files)),
      "errors": .integer(Int64(findings.count { $0.severity == .error })),
      "warnings": .integer(Int64(findings.count { $0.severity == .warning })),
      "findings": .array(findings.map(json)),
    ]).bytes + [UInt8(ascii: "\n")]
  }

  private static func json(of finding: Diagnostic) -> JSON {
    let severity = JSON.Member("severity", .string(finding.severity.rawValue))
    return .object([severity] + JSONReport.members(of: finding))
  }
}
