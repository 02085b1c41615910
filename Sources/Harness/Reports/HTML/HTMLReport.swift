package import Harness

/// The results as one HTML file for people: failures first, and each conversation in lanes.
///
/// The file needs no network and no server. Everything is there without its script, which adds choosing, searching, keys, and the
/// state of each moment. The same results give the same bytes.
package enum HTMLReport {
  /// How much of one frame is shown, in Unicode scalars.
  static let frameCharacters = 4096
  /// How many entries of one transcript are shown: the last ones.
  static let entriesShown = 5000

  /// The document, in UTF-8.
  ///
  /// - Parameter roomyBytes: From how many bytes of markup on the conversations of results that are not red are left out.
  package static func text(of results: [ScenarioResult], roomyBytes: Int = 16_000_000) -> String {
    let ordered = results.redFirst
    var articles: HTML = ""
    for (index, result) in ordered.enumerated() {
      let isRoomy = result.verdict.isBad || articles.markup.utf8.count < roomyBytes
      articles += ResultSection(result: result, number: index + 1, showsLanes: isRoomy).html
    }
    let content: HTML = """
      <div class="columns">
      <nav id="results" aria-label="Results">
      \(filters(of: results))
      <ol>
      \(ordered.enumerated().map { link(to: $1, at: "#r\($0 + 1)") })</ol>
      <p class="none" hidden>Nothing matches.</p>
      </nav>
      <main id="content" tabindex="-1">
      \(articles)</main>
      <aside id="inspector" aria-label="One event" hidden tabindex="-1"></aside>
      </div>
      \(help)

      """
    let summary = ConsoleReport.summaryInOneLine(of: results)
    return HTMLPage(
      title: "\(summary) – verbatim", header: header(of: results, summary: summary), content: content,
      hasScript: true
    ).text
  }

  /// Whether anything is red, in a few words.
  package static func title(of results: [ScenarioResult]) -> String {
    let bad = results.count(where: \.verdict.isBad)
    return bad == 0 ? "Nothing failed" : "\(bad) of \(results.count) red"
  }

  private static func header(of results: [ScenarioResult], summary: String) -> HTML {
    let isRed = results.contains { $0.verdict.isBad }
    return """
      <div class="title"><h1 class="\(isRed ? "bad" : "good")">\(title(of: results))</h1>
      <p>\(summary)</p></div>
      <div class="tools" hidden>
      <input type="search" id="search" placeholder="Search (press /)" aria-label="Search results and events" autocomplete="off" spellcheck="false">
      <output id="found" aria-live="polite"></output>
      <button type="button" id="keys" aria-haspopup="dialog">Keys<span aria-hidden="true"> ?</span></button>
      </div>
      """
  }

  /// The style alone makes these work: what is not checked is not shown.
  private static func filters(of results: [ScenarioResult]) -> HTML {
    let chips = Verdict.Kind.allCases.compactMap { kind -> HTML? in
      let count = results.count { $0.verdict.kind == kind }
      guard count > 0 else { return nil }
      return """
        <label class="chip \(kind.rawValue)"><input type="checkbox" id="show-\(kind.rawValue)" checked> \(kind.rawValue) <b>\(count)</b></label>

        """
    }
    return "<fieldset class=\"chips\"><legend>Show</legend>\n\(chips)</fieldset>"
  }

  /// A result in the list, with a link to this address.
  static func link(to result: ScenarioResult, at address: String) -> HTML {
    """
    <li class="\(result.verdict.kind.rawValue)"><a href="\(address)"><span class="word">\(result.verdict.kind.rawValue)</span> <b>\(result.heading)</b> <small>\(result.name)</small></a></li>

    """
  }

  private static let help: HTML = """
    <dialog id="help" aria-labelledby="help-title">
    <h2 id="help-title">Keys</h2>
    <dl>
    <div><dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next, previous: result in the list, event in the lanes</dd></div>
    <div><dt><kbd>Enter</kbd></dt><dd>open the result, or the event with its frame and the state of that moment</dd></div>
    <div><dt><kbd>Esc</kbd></dt><dd>back: from the event to the lanes, to the list, out of the search</dd></div>
    <div><dt><kbd>J</kbd> <kbd>K</kbd></dt><dd>next, previous result, from anywhere</dd></div>
    <div><dt><kbd>c</kbd></dt><dd>what caused this event</dd></div>
    <div><dt><kbd>/</kbd></dt><dd>search; <kbd>n</kbd> <kbd>N</kbd> go through the events that were found</dd></div>
    <div><dt><kbd>?</kbd></dt><dd>this help</dd></div>
    </dl>
    <form method="dialog"><button>Close</button></form>
    </dialog>
    """
}
