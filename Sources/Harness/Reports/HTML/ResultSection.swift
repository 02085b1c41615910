import Harness
import ScenarioLanguage

/// One result of the report: its verdict, why it failed, its lanes, and the file with the line that failed.
struct ResultSection {
  let result: ScenarioResult
  /// The place among the results of the page, from 1.
  let number: Int
  let showsLanes: Bool

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
    if result.steps > 0 { facts.append("\(result.steps.counted("step"))") }
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
      let text = self.failure(title: failure.summary, console: ConsoleReport.text(of: failure, in: result))
      return "<p class=\"note\">\(reason)</p>\n\(text)"
    case .passedUnexpectedly, .unreadable, .harnessError:
      return failure(title: "Why it is red", console: ConsoleReport.text(of: result))
    case .failed(let failure), .warned(let failure), .untestable(let failure), .timedOut(let failure),
      .interrupted(let failure):
      return self.failure(title: failure.summary, console: ConsoleReport.text(of: failure, in: result))
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

  /// How many lines a file has at most that is shown whole.
  private static let wholeLines = 400
  /// How many lines of a longer file are shown before and after one that failed.
  private static let linesAround = 100

  /// The file that is at fault, with the lines that failed marked; nothing for what did not fail.
  private var source: HTML {
    let places: [SourceSpan] =
      switch result.verdict {
      case .failed(let failure), .warned(let failure), .untestable(let failure), .timedOut(let failure),
        .interrupted(let failure), .failedAsExpected(let failure, _):
        failure.all.map(\.place)
      case .unreadable(let diagnostics): diagnostics.prefix(1).map(\.span)
      case .passedUnexpectedly: [SourceSpan(path: result.path, line: 0, column: 1, length: 1)]
      case .passed, .skipped, .notApplicable, .notRun, .harnessError: []
      }
    guard let place = places.first, let text = result.sources[place.path] else { return "" }
    let meant = Set(places.filter { $0.path == place.path }.map(\.line))
    let parts = Self.parts(ofLines: text.lines.count, around: meant).map { part -> HTML in
      let lines = part.map { number -> HTML in
        let line = text.lines[number - 1]
        guard meant.contains(number) else { return "<li><code>\(line)</code></li>\n" }
        return "<li class=\"meant\"><code><mark>\(line)</mark></code></li>\n"
      }
      let first = part.lowerBound
      let start: HTML? =
        first == 1 ? nil : " start=\"\(first)\" style=\"counter-reset:line \(first - 1)\"" as HTML
      return "<ol tabindex=\"0\"\(start)>\n\(lines)</ol>\n"
    }
    let count = text.lines.count
    let note: HTML? =
      count <= Self.wholeLines
      ? nil : "<p class=\"note\">Of \(count) lines those around the failure are here.</p>\n" as HTML
    return """
      <section class="source" aria-labelledby="r\(number)-file">
      <h3 id="r\(number)-file">\(place.path)</h3>
      \(note)\(parts)</section>
      """
  }

  /// The lines of a file that are shown, from 1: all, or of a long file those around the ones that are meant.
  private static func parts(ofLines count: Int, around meant: Set<Int>) -> [ClosedRange<Int>] {
    guard count > 0 else { return [] }
    guard count > wholeLines else { return [1...count] }
    var parts: [ClosedRange<Int>] = []
    for line in meant.sorted().map({ min(max($0, 1), count) }) {
      let part = max(1, line - linesAround)...min(count, line + linesAround)
      if let last = parts.last, part.lowerBound <= last.upperBound + 1 {
        parts[parts.count - 1] = last.lowerBound...part.upperBound
      } else {
        parts.append(part)
      }
    }
    return parts
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
