import Engine
import ScenarioLanguage

/// What a person reads in a terminal. It has no colours and no real time, so that two runs print the same bytes.
package enum ConsoleReport {
  /// One line for each result that is no failure, and everything a person needs for one that is.
  package static func text(of result: ScenarioResult) -> String {
    switch result.verdict {
    case .passed: return "pass  \(result.name): \(result.title)\n"
    case .failedAsExpected(let reason): return "xfail \(result.name): \(reason)\n"
    case .skipped(let reason): return "skip  \(result.name): \(reason)\n"
    case .passedUnexpectedly(let reason):
      return "XPASS \(result.name): it passes, but its header says `xfail: \(reason)`; take that line out\n"
    case .unreadable(let diagnostics):
      return "ERROR \(result.name): it cannot be read\n\n"
        + Diagnostic.rendered(diagnostics, result.sources) + "\n"
    case .failed(let failure):
      return "FAIL  \(result.name): \(result.title)\n\n" + text(of: failure, in: result) + "\n"
    }
  }

  /// A failure: the place, what was expected and what came, what waits to be read, and how to run it again.
  package static func text(of failure: ScenarioFailure, in result: ScenarioResult) -> String {
    let span = failure.span ?? failure.origin.span
    var lines = ["\(span.description): \(failure.message)"] + SourceExcerpt.lines(span, in: result.sources)
    lines += failure.origin.trail.map { "  \($0.description)" }
    var text = lines.joined(separator: "\n") + "\n"
    let width = failure.details.map(\.label.count).max() ?? 0
    for detail in failure.details {
      text += "  \(detail.label):" + String(repeating: " ", count: width - detail.label.count + 1)
      text += detail.text + "\n"
    }
    for inbox in failure.inboxes {
      text += "  unread by \(inbox.client):\n"
      for event in inbox.events.prefix(10) { text += "    \(event)\n" }
      if inbox.events.count > 10 { text += "    and \(inbox.events.count - 10) more\n" }
    }
    text += "  run it again: verbatim run \(result.path)\n"
    return text
  }

  /// How many of each there were, in one line.
  package static func summary(of results: [ScenarioResult]) -> String {
    let words = ["passed", "failed", "unreadable", "xfail", "xpass", "skipped"]
    let counts = words.map { word in (word, results.count { $0.verdict.word == word }) }
    let shown = counts.filter { $0.1 > 0 || $0.0 == "passed" || $0.0 == "failed" }
    return shown.map { "\($0.1) \($0.0)" }.joined(separator: ", ") + "\n"
  }

  /// The conversation as it happened: `>` is what a client sent, `<` what it received.
  package static func text(of transcript: Transcript) -> String {
    let names = transcript.entries.compactMap { entry in
      switch entry.kind {
      case .sent(let name, _), .received(let name, _): name.count
      case .section, .time, .fault: nil
      }
    }
    let width = names.max() ?? 0
    func padded(_ name: String) -> String { name + String(repeating: " ", count: width - name.count) }
    return transcript.entries.map { entry in
      switch entry.kind {
      case .section(let title): "\n== \(title)\n"
      case .sent(let name, let text): "\(padded(name)) > \(text)\n"
      case .received(let name, let event): "\(padded(name)) < \(event)\n"
      case .time(let milliseconds): "+\(milliseconds)ms\n"
      case .fault(let fault): "! \(fault)\n"
      }
    }.joined()
  }
}
