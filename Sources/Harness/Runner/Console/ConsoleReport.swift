import Engine
import ScenarioLanguage

/// What a person reads in a terminal. It has no colours and no real time, so that two runs print the same bytes.
package enum ConsoleReport {
  /// How many of the events that one client has not read are shown.
  private static let unreadShown = 10
  /// How many characters of one value or event are shown.
  private static let charactersShown = 400

  /// One line for each result that is no failure, and everything a person needs for one that is.
  package static func text(of result: ScenarioResult) -> String {
    let name = printable(result.name)
    func text(_ word: String, _ failure: ScenarioFailure) -> String {
      "\(word) \(name): \(printable(result.title))\n\n" + Self.text(of: failure, in: result) + "\n"
    }
    switch result.verdict {
    case .passed: return "pass  \(name): \(printable(result.title))\n"
    case .failedAsExpected(let failure, let reason):
      let place = printable("\(failure.place.path):\(failure.place.line)")
      return "xfail \(name): \(printable(reason)) (\(place): \(printable(failure.message)))\n"
    case .skipped(let reason): return "skip  \(name): \(printable(reason))\n"
    case .passedUnexpectedly(let reason, .header):
      return
        "XPASS \(name): it passes, but its header says `xfail: \(printable(reason))`; remove that line\n"
    case .passedUnexpectedly(let reason, .row(let cell)):
      return
        "XPASS \(name): it passes, but \(cell.description) says that it fails (\(printable(reason))); make that cell \"\"\n"
    case .passedUnexpectedly(let reason, .baseline(let line)):
      return
        "XPASS \(name): it passes, but \(line.description) says that it fails (\(printable(reason))); remove that line\n"
    case .notApplicable(let reason): return "n/a   \(name): \(printable(reason))\n"
    case .harnessError(let reason): return "ERROR \(name): a fault of verbatim: \(printable(reason))\n"
    case .warned(let failure): return text("warn ", failure)
    case .untestable(let failure): return text("UNTESTABLE", failure)
    case .timedOut(let failure): return text("TIMEOUT", failure)
    case .interrupted(let failure): return text("UNFINISHED", failure)
    case .notRun(let reason): return "not run \(name): \(printable(reason))\n"
    case .unreadable(let diagnostics):
      return "ERROR \(name): it cannot be read\n\n"
        + Diagnostic.rendered(diagnostics, result.sources) + "\n"
    case .failed(let failure): return text("FAIL ", failure)
    }
  }

  /// All failures of a result, each with what is known of it, and how to run it again.
  package static func text(of failure: ScenarioFailure, in result: ScenarioResult) -> String {
    failure.all.map { account(of: $0, in: result) }.joined(separator: "\n")
      + "  run it again: \(RerunCommand.text(for: failure, in: result))\n"
  }

  /// One failure: the place, what was expected and what came, its causes, and what waits to be read.
  static func account(of failure: ScenarioFailure, in result: ScenarioResult) -> String {
    var lines = ["\(printable(failure.place.description)): \(failure.message)"]
    lines += SourceExcerpt.lines(failure.place, in: result.sources)
    lines += failure.origin.trail.map { "  \($0.description)" }
    var text = lines.joined(separator: "\n") + "\n"
    let width = failure.details.map(\.label.count).max() ?? 0
    for detail in failure.details {
      text += "  \(detail.label):" + String(repeating: " ", count: width - detail.label.count + 1)
      let lines = detail.text.split(separator: "\n", omittingEmptySubsequences: false).map(shortened)
      text += lines.joined(separator: "\n" + String(repeating: " ", count: width + 4)) + "\n"
    }
    if !failure.causes.isEmpty {
      text += failure.kind == .missing ? "  done last:\n" : "  because:\n"
      let places = failure.causes.map { cause in cause.place.map { printable("\($0.path):\($0.line)") } ?? ""
      }
      let width = places.map(\.count).max() ?? 0
      for (place, cause) in zip(places, failure.causes) {
        text += "    \(place)\(String(repeating: " ", count: width - place.count))  \(cause.text)\n"
      }
    }
    for inbox in failure.inboxes {
      text += "  unread by \(inbox.client):\n"
      for event in inbox.events.prefix(unreadShown) { text += "    \(shortened(event))\n" }
      if inbox.events.count > unreadShown { text += "    and \(inbox.events.count - unreadShown) more\n" }
    }
    return text
  }

  /// A text as far as it is shown; the JSON report has it whole.
  private static func shortened(_ text: some StringProtocol) -> String {
    let rest = text.count - charactersShown
    return rest > 0 ? "\(text.prefix(charactersShown))… (and \(rest) characters more)" : String(text)
  }

  /// How many of each there were, in one line, and on what where it was not the simulator.
  package static func summary(of results: [ScenarioResult]) -> String {
    let counts = Verdict.Kind.allCases.map { kind in
      (kind: kind, count: results.count { $0.verdict.kind == kind })
    }
    let shown = counts.filter { $0.count > 0 || $0.kind == .passed || $0.kind == .failed }
    let line = shown.map { "\($0.count) \($0.kind.noun)" }.joined(separator: ", ")
    let venue = results.first.map(\.venue).flatMap { $0 == Venue.simulator.name ? nil : ", on \($0)" } ?? ""
    return evidenceOfNothing(in: results) + line + venue + "\n"
  }

  /// The same where there is one line: a page, a screen or a heading.
  package static func summaryInOneLine(of results: [ScenarioResult]) -> String {
    summary(of: results).split(separator: "\n").joined(separator: "; ")
  }

  /// How it is known that nothing arrived where that is no fact: each way once, with how often it was relied on.
  private static func evidenceOfNothing(in results: [ScenarioResult]) -> String {
    let evidence = results.compactMap(\.evidenceOfNothing)
    return evidence.withoutRepetitions.map { how in
      "`nothing` in \(evidence.count { $0 == how }) of them is evidence, not proof: \(how)\n"
    }.joined()
  }

  /// Text with what would disturb a terminal, or could not be seen in it, as `\u{…}`.
  package static func printable(_ text: String) -> String {
    // Most texts are plain, and are found out as such quickly.
    guard !text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return text }
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
