package import Harness

/// The page of a watch: the list of results, and one of them beside it. A program serves it, and sends what is new.
///
/// It is made of the parts of the HTML report. The page itself has no result: it asks for what it shows.
package enum LivePage {
  /// The document, in UTF-8.
  ///
  /// - Parameter address: That of the WebSocket by which the page learns what there is.
  package static func text(address: String) -> String {
    let header: HTML = """
      <div class="title"><h1 id="title">Watching</h1>
      <p id="summary"></p></div>
      <div class="tools">
      <output id="status" aria-live="polite">not connected</output>
      <button type="button" id="run">Run all<span aria-hidden="true"> r</span></button>
      <button type="button" id="bless">Bless<span aria-hidden="true"> b</span></button>
      <button type="button" id="step">Step<span aria-hidden="true"> s</span></button>
      <button type="button" id="keys" aria-haspopup="dialog">Keys<span aria-hidden="true"> ?</span></button>
      </div>
      """
    let content: HTML = """
      <div class="columns" data-live="\(address)">
      <nav id="results" aria-label="Results"><ol></ol></nav>
      <main id="content" tabindex="-1"></main>
      </div>
      <dialog id="patch" aria-labelledby="patch-title">
      <h2 id="patch-title">Write this?</h2>
      <pre tabindex="0"></pre>
      <form method="dialog"><button value="yes">Write<span aria-hidden="true"> y</span></button> <button value="no">Cancel<span aria-hidden="true"> n</span></button></form>
      </dialog>
      \(stepper)
      \(help)

      """
    return HTMLPage(
      title: "Watching – verbatim", header: header, content: content, hasScript: true,
      style: String(decoding: PackageResources.watch_css, as: UTF8.self),
      live: .init(script: String(decoding: PackageResources.watch_js, as: UTF8.self), address: address)
    ).text
  }

  /// The items of the list, as markup, in the order of the results.
  package static func list(of results: [ScenarioResult]) -> String {
    results.map { HTMLReport.link(to: $0, at: "#").markup }.joined()
  }

  /// One result as markup, with what it was before beside it where that was something else.
  package static func article(of result: ScenarioResult, before: ScenarioResult?) -> String {
    let now = ResultSection(result: result, number: 1, showsLanes: true).html.markup
    guard let before else { return now }
    let then = ResultSection(result: before, number: 2, showsLanes: true).html.markup
    return """
      <div class="runs"><section aria-label="This run"><p class="run">This run</p>
      \(now)</section>
      <section aria-label="The run before"><p class="run">The run before</p>
      \(then)</section></div>
      """
  }

  private static let help: HTML = """
    <dialog id="help" aria-labelledby="help-title">
    <h2 id="help-title">Keys</h2>
    <dl>
    <div><dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next, previous result</dd></div>
    <div><dt><kbd>r</kbd></dt><dd>run all again</dd></div>
    <div><dt><kbd>b</kbd></dt><dd>bless the failing scenario that is shown, after showing the patch and asking</dd></div>
    <div><dt><kbd>s</kbd></dt><dd>step through the scenario that is shown</dd></div>
    <div><dt><kbd>n</kbd> <kbd>p</kbd> <kbd>e</kbd></dt><dd>there: next step, back, on to the end or a failure</dd></div>
    <div><dt><kbd>Enter</kbd></dt><dd>there, on a line: run to it; with Shift go back to it</dd></div>
    <div><dt><kbd>?</kbd></dt><dd>this help</dd></div>
    </dl>
    <form method="dialog"><button>Close</button></form>
    </dialog>
    """
}
