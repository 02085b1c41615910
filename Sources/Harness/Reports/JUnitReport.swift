import ScenarioLanguage

/// The results as JUnit XML, as GitLab, Jenkins and GitHub read it: a suite a folder, a case a result.
package enum JUnitReport {
  /// The document, in UTF-8. A failure's body is the text of the console.
  package static func text(of results: [ScenarioResult]) -> String {
    var folders: [String] = []
    for result in results where !folders.contains(result.folder) { folders.append(result.folder) }
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    // Attributes that the schema does not know are refused by some readers, so the name says it.
    let venue = results.first?.venue ?? Venue.simulator.name
    let name = venue == Venue.simulator.name ? "verbatim" : "verbatim on \(venue)"
    text += "<testsuites name=\"\(escaped(name))\"\(counts(of: results))>\n"
    for folder in folders {
      let members = results.filter { $0.folder == folder }
      text += "  <testsuite name=\"\(escaped(folder))\"\(counts(of: members))>\n"
      for result in members { text += testCase(result) }
      text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  private static func counts(of results: [ScenarioResult]) -> String {
    let failures = results.count { [.failed, .passedUnexpectedly, .untestable].contains($0.verdict.kind) }
    let errors = results.count { [.unreadable, .harnessError].contains($0.verdict.kind) }
    let skipped = results.count {
      [.skipped, .failedAsExpected, .warned, .notApplicable].contains($0.verdict.kind)
    }
    return " tests=\"\(results.count)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\""
  }

  private static func testCase(_ result: ScenarioResult) -> String {
    var attributes = " classname=\"\(escaped(result.folder))\" name=\"\(escaped(result.name))\""
    // The place of a failure may be in a file that the scenario includes.
    let place = result.verdict.place
    attributes += " file=\"\(escaped(place?.path ?? result.path))\""
    if let place { attributes += " line=\"\(place.line)\"" }
    let body: String
    switch result.verdict {
    case .passed: return "    <testcase\(attributes)/>\n"
    case .skipped(let reason), .notApplicable(let reason): body = "<skipped message=\"\(escaped(reason))\"/>"
    case .failedAsExpected(let reason):
      body = "<skipped message=\"\(escaped("known failure: \(reason)"))\"/>"
    case .warned(let failure):
      body = "<skipped message=\"\(escaped("a warning: \(failure.message)"))\"/>"
    case .passedUnexpectedly(let reason, _):
      body = element("failure", message: "passes, but is known to fail: \(reason)", result)
    case .harnessError(let reason):
      body = element("error", message: reason, result)
    case .failed(let failure), .untestable(let failure):
      body = element("failure", message: failure.message, result)
    case .unreadable(let diagnostics):
      body = element("error", message: diagnostics.first?.message ?? "unreadable", result)
    }
    return "    <testcase\(attributes)>\n      \(body)\n    </testcase>\n"
  }

  private static func element(_ name: String, message: String, _ result: ScenarioResult) -> String {
    "<\(name) message=\"\(escaped(message))\">\(escaped(ConsoleReport.text(of: result)))</\(name)>"
  }

  /// Text as XML 1.0 can hold it; a character that it cannot hold is shown by its number.
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

extension ScenarioResult {
  /// The folder of the file, for grouping.
  fileprivate var folder: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

extension Verdict {
  /// The line that is at fault, where there is one.
  fileprivate var place: SourceSpan? {
    switch self {
    case .passed, .failedAsExpected, .skipped, .notApplicable, .harnessError: nil
    case .passedUnexpectedly(_, let line): line
    case .failed(let failure), .warned(let failure), .untestable(let failure): failure.place
    case .unreadable(let diagnostics): diagnostics.first?.span
    }
  }
}
