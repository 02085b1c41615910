import Harness
package import Wire

/// What a later run takes from the report of an earlier one.
extension JSONReport {
  /// The longest duration that counts, in milliseconds, so that a sum of many stays a number.
  private static let longestDuration: Int64 = 1 << 40

  /// The names of what was bad in a report or was not run, or nil where the document is none.
  package static func bad(in report: JSON) -> Set<String>? {
    let words = Set(Verdict.Kind.allCases.filter { $0.isBad || $0 == .notRun }.map(\.rawValue))
    return results(in: report).map { results in
      Set(results.filter { words.contains($0.text("verdict")) }.map { $0.text("name") })
    }
  }

  /// How long each result took, in milliseconds by its name, or nil where the document is no report.
  ///
  /// It is empty where the report was written without times. Of a result that is there several times the longest counts.
  package static func durations(in report: JSON) -> [String: Int64]? {
    results(in: report).map { results in
      let durations = results.compactMap { result -> (String, Int64)? in
        guard case .integer(let milliseconds)? = result["real_ms"] else { return nil }
        return (result.text("name"), min(max(0, milliseconds), longestDuration))
      }
      return Dictionary(durations, uniquingKeysWith: max)
    }
  }

  /// The results of a report, or nil where the document is none.
  static func results(in report: JSON) -> [JSON]? {
    guard report["format"] == .string("verbatim.report.v1"), case .array(let results)? = report["results"]
    else { return nil }
    return results
  }
}
