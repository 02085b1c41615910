import Engine
import ScenarioLanguage

/// What a person reads in a terminal. It has no colours and no real time, so that two runs print the same bytes.
package enum ConsoleReport {
  /// How many of the events that one client has not read are shown.
  private static let unreadShown = 10

  /// One line for each result that is no failure, and everything a person needs for one that is.
  package static func text(of result: ScenarioResult) -> String {
    switch result.verdict {
    case .passed: return "pass  \(result.name): \(printable(result.title))\n"
    case .failedAsExpected(let failure, let reason):
      let place = "\(failure.place.path):\(failure.place.line)"
      return "xfail \(result.name): \(printable(reason)) (\(place): \(printable(failure.message)))\n"
    case .skipped(let reason): return "skip  \(result.name): \(printable(reason))\n"
    case .passedUnexpectedly(let reason, .header):
      return
        "XPASS \(result.name): it passes, but its header says `xfail: \(printable(reason))`; remove that line\n"
    case .passedUnexpectedly(let reason, .row(let cell)):
      return
        "XPASS \(result.name): it passes, but \(cell.description) says that it fails (\(printable(reason))); make that cell \"\"\n"
    case .passedUnexpectedly(let reason, .baseline(let line)):
      return
        "XPASS \(result.name): it passes, but \(line.description) says that it fails (\(printable(reason))); remove that line\n"
    case .notApplicable(let reason): return "n/a   \(result.name): \(printable(reason))\n"
    case .harnessError(let reason): return "ERROR \(result.name): a fault of verbatim: \(printable(reason))\n"
    case .warned(let failure):
      return "warn  \(result.name): \(printable(result.title))\n\n" + text(of: failure, in: result) + "\n"
    case .untestable(let failure):
      return "UNTESTABLE \(result.name): \(printable(result.title))\n\n" + text(of: failure, in: result)
        + "\n"
    case .timedOut(let failure):
      return "TIMEOUT \(result.name): \(printable(result.title))\n\n" + text(of: failure, in: result) + "\n"
    case .interrupted(let failure):
      return "UNFINISHED \(result.name): \(printable(result.title))\n\n" + text(of: failure, in: result)
        + "\n"
    case .notRun(let reason): return "not run \(result.name): \(printable(reason))\n"
    case .unreadable(let diagnostics):
      return "ERROR \(result.name): it cannot be read\n\n"
        + Diagnostic.rendered(diagnostics, result.sources) + "\n"
    case .failed(let failure):
      return "FAIL  \(result.name): \(printable(result.title))\n\n" + text(of: failure, in: result) + "\n"
    }
  }

  /// A failure: the place, what was expected and what came, what waits to be read, and how to run it again.
  package static func text(of failure: ScenarioFailure, in result: ScenarioResult) -> String {
    var lines = ["\(failure.place.description): \(failure.message)"]
    lines += SourceExcerpt.lines(failure.place, in: result.sources)
    lines += failure.origin.trail.map { "  \($0.description)" }
    var text = lines.joined(separator: "\n") + "\n"
    let width = failure.details.map(\.label.count).max() ?? 0
    for detail in failure.details {
      text += "  \(detail.label):" + String(repeating: " ", count: width - detail.label.count + 1)
      text += detail.text + "\n"
    }
    if !failure.causes.isEmpty {
      text += failure.kind == .missing ? "  done last:\n" : "  because:\n"
      let places = failure.causes.map { cause in cause.place.map { "\($0.path):\($0.line)" } ?? "" }
      let width = places.map(\.count).max() ?? 0
      for (place, cause) in zip(places, failure.causes) {
        text += "    \(place)\(String(repeating: " ", count: width - place.count))  \(cause.text)\n"
      }
    }
    for inbox in failure.inboxes {
      text += "  unread by \(inbox.client):\n"
      for event in inbox.events.prefix(unreadShown) { text += "    \(event)\n" }
      if inbox.events.count > unreadShown { text += "    and \(inbox.events.count - unreadShown) more\n" }
    }
    text += "  run it again: \(command(for: failure, in: result))\n"
    return text
  }

  /// The command that shows the failure again and runs nothing else.
  private static func command(for failure: ScenarioFailure, in result: ScenarioResult) -> String {
    if let again = failure.again { return again.map(quotedForShell).joined(separator: " ") }
    var words = ["verbatim", "run"]
    if result.venue != Venue.simulator.name { words += ["--on", quotedForShell(result.venue)] }
    if failure.kind == .skipped { words.append("--strict-skips") }
    if failure.isOfInterruptedRun { words.append("--crash-everywhere") }
    words += result.options.map(quotedForShell)
    words.append(quotedForShell(result.path))
    if let name = result.caseName { words += ["--filter", quotedForShell("[\(name)]")] }
    return words.joined(separator: " ")
  }

  private static func quotedForShell(_ text: String) -> String {
    let plain = text.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "/", ".", "-", "_", "+", ":", "@", "%": true
      case _: !scalar.isASCII
      }
    }
    return plain
      ? text
      : "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// How many of each there were, in one line, and on what where it was not the simulator.
  package static func summary(of results: [ScenarioResult]) -> String {
    let counts = Verdict.Kind.allCases.map { kind in
      (kind: kind, count: results.count { $0.verdict.kind == kind })
    }
    let shown = counts.filter { $0.count > 0 || $0.kind == .passed || $0.kind == .failed }
    let line = shown.map { "\($0.count) \($0.kind.noun)" }.joined(separator: ", ")
    guard let venue = results.first?.venue, venue != Venue.simulator.name else { return line + "\n" }
    let evidence = results.compactMap(\.evidenceOfNothing)
    guard let how = evidence.first else { return "\(line), on \(venue)\n" }
    return
      "`nothing` in \(evidence.count) of them is evidence, not proof: \(how)\n\(line), on \(venue)\n"
  }

  /// Text with what would disturb a terminal, or could not be seen in it, as `\u{…}`.
  package static func printable(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      case _: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Verdict.Kind {
  /// The word in a summary.
  fileprivate var noun: String {
    switch self {
    case .passed, .failed, .unreadable, .failedAsExpected, .passedUnexpectedly, .skipped, .warned,
      .untestable, .interrupted:
      rawValue
    case .timedOut: "timed out"
    case .notRun: "not run"
    case .notApplicable: "not applicable"
    case .harnessError: "harness errors"
    }
  }
}
