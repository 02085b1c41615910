package import Harness
package import Wire

/// A scenario step by step on the page of a watch.
extension LivePage {
  /// The message that shows where a debugger is, and what it has answered.
  package static func position(of debugger: Debugger, after answer: Debugger.Answer? = nil) -> JSON {
    let overview = debugger.overview
    // Beside it the page has at most two results.
    let lanes = LanesSection(overview.result, number: 3).html.markup
    let line: JSON = overview.line.map { .integer(Int64($0)) } ?? .null
    return .frame(
      "position", ("name", .string(overview.name)), ("title", .string(overview.title)),
      ("path", .string(overview.path)), ("isFileOfScenario", .bool(overview.isFileOfScenario)),
      ("lines", .array(overview.lines.map { .string($0) })),
      ("line", line), ("place", .string(overview.place)),
      ("canKeep", .bool(overview.canKeep)), ("answer", .string(answer?.text ?? "")),
      ("inboxes", .string(overview.inboxes)), ("names", .string(overview.names)),
      ("rooms", .string(overview.rooms)), ("state", .string(overview.state)), ("lanes", .string(lanes)))
  }

  /// What shows the debugger, which is empty until a message comes.
  static let stepper: HTML = """
    <dialog id="stepper" aria-labelledby="stepper-title">
    <header>
    <div class="title"><h2 id="stepper-title">Step by step</h2>
    <pre id="stepper-place" role="status"></pre></div>
    <div class="tools">
    <button type="button" id="stepper-back">Back<span aria-hidden="true"> p</span></button>
    <button type="button" id="stepper-step">Step<span aria-hidden="true"> n</span></button>
    <button type="button" id="stepper-run">To the end<span aria-hidden="true"> e</span></button>
    <button type="button" id="stepper-close">Close<span aria-hidden="true"> Esc</span></button>
    </div>
    </header>
    <div class="halves">
    <section class="source" aria-labelledby="stepper-path">
    <h3 id="stepper-path"></h3>
    <ol id="stepper-source" role="listbox" aria-labelledby="stepper-path"></ol>
    </section>
    <div>
    <form id="stepper-try">
    <label for="stepper-line">What if</label>
    <input id="stepper-line" autocomplete="off" spellcheck="false" placeholder="alice &gt; hello">
    <button>Try</button> <button type="button" id="stepper-keep" disabled>Keep</button>
    </form>
    <pre id="stepper-answer" role="status"></pre>
    <h3>Unread</h3>
    <pre id="stepper-inboxes"></pre>
    <h3>Names</h3>
    <pre id="stepper-names"></pre>
    <h3>Rooms</h3>
    <pre id="stepper-rooms"></pre>
    <h3>State</h3>
    <pre id="stepper-state"></pre>
    </div>
    </div>
    <div id="stepper-lanes" tabindex="0" role="region" aria-label="Lanes"></div>
    </dialog>
    """
}
