import Harness
import ScenarioLanguage

/// One result of the report: its verdict, why it failed, its lanes, and the file with the line that failed.
struct ResultSection {
  let result: ScenarioResult
  /// The place among the results of the page, from 1.
  let number: Int
  let showsLanes: Bool

  init(_ result: ScenarioResult, number: Int, showsLanes: Bool) {
    self.result = result
    self.number = number
    self.showsLanes = showsLanes
  }

  var html: HTML {
    let kind = result.verdict.kind.rawValue
    return """
      <article class="result \(kind)" id="r\(number)" aria-labelledby="r\(number)-title">
      <details\(result.verdict.isBad ? " open" : nil)>
      <summary><h2 id="r\(number)-title" tabindex="-1"><span class="word">\(kind)</span> \(result.heading)</h2></summary>
      \(facts)
      \(reason)
      \(showsLanes ? LanesSection(result, number: number).html : "<p class=\"note\">The page is long: this conversation is left out. Run the scenario alone to see it.</p>")
      \(source)
      </details>
      </article>

      """
  }

  private var facts: HTML {
    var facts: [HTML] = ["<code>\(result.name)</code>", "on \(result.venue)"]
    if result.steps > 0 { facts.append("\(result.steps) \(result.steps == 1 ? "step" : "steps")") }
    if result.virtualMilliseconds > 0 {
      facts.append("\(LanesSection.clock(result.virtualMilliseconds)) of virtual time")
    }
    if !result.covers.isEmpty { facts.append("covers \(result.covers.joined(separator: ", "))") }
    if let evidence = result.evidenceOfNothing { facts.append("nothing arrived: \(evidence)") }
    return "<ul class=\"facts\">\(facts.map { "<li>\($0)</li>" as HTML })</ul>"
  }

  private var reason: HTML {
    switch result.verdict {
    case .passed: return ""
    case .skipped(let reason), .notApplicable(let reason), .notRun(let reason):
      return "<p class=\"note\">\(reason)</p>"
    case .failedAsExpected(let failure, let reason):
      let text = self.failure(title: failure.message, console: ConsoleReport.text(of: failure, in: result))
      return "<p class=\"note\">\(reason)</p>\n\(text)"
    case .passedUnexpectedly, .unreadable, .harnessError:
      return failure(title: "Why it is red", console: ConsoleReport.text(of: result))
    case .failed(let failure), .warned(let failure), .untestable(let failure), .timedOut(let failure),
      .interrupted(let failure):
      return self.failure(title: failure.message, console: ConsoleReport.text(of: failure, in: result))
    }
  }

  private func failure(title: String, console: String) -> HTML {
    """
    <section class="failure" aria-labelledby="r\(number)-why">
    <h3 id="r\(number)-why">\(title)</h3>
    <pre tabindex="0">\(HTML.lines(console.trimmingLineFeeds))</pre>
    </section>
    """
  }

  /// The file that is at fault, whole, with its line marked; nothing for what did not fail.
  private var source: HTML {
    let place: SourceSpan? =
      switch result.verdict {
      case .failed(let failure), .warned(let failure), .untestable(let failure), .timedOut(let failure),
        .interrupted(let failure), .failedAsExpected(let failure, _):
        failure.place
      case .unreadable(let diagnostics): diagnostics.first?.span
      case .passedUnexpectedly: SourceSpan(path: result.path, line: 0, column: 1, length: 1)
      case .passed, .skipped, .notApplicable, .notRun, .harnessError: nil
      }
    guard let place, let text = result.sources[place.path] else { return "" }
    let lines = text.lines.prefix(HTMLReport.entriesShown).enumerated().map { index, line -> HTML in
      guard index + 1 == place.line else { return "<li><code>\(line)</code></li>\n" }
      return "<li class=\"meant\"><code><mark>\(line)</mark></code></li>\n"
    }
    return """
      <section class="source" aria-labelledby="r\(number)-file">
      <h3 id="r\(number)-file">\(place.path)</h3>
      <ol tabindex="0">
      \(lines)</ol>
      </section>
      """
  }
}

extension ScenarioResult {
  /// The title, where the file has one that can be read.
  var heading: String { title.isEmpty ? "It cannot be read" : title }
}

extension String {
  fileprivate var trimmingLineFeeds: String {
    String(drop { $0 == "\n" }.reversed().drop { $0 == "\n" }.reversed())
  }
}
