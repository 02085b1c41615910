import Engine
import Harness
import ScenarioLanguage
import Wire

/// A conversation as lists that the style shows as lanes: time goes down, and each step has what it led to below it.
struct LanesSection {
  /// How many steps the browser lays out at once, when they come into sight: with one at a time it would be busy with
  /// finding out which.
  private static let stepsPerList = 24

  private let transcript: Transcript
  private let lanes: Lanes
  private let changes: [[Moments.Change]]
  private let number: Int
  private let start: Instant
  /// The places of the events that the failures are about, and the places of what led to the first of them.
  private let failing: [Int]
  private let chain: [Int]
  /// The file of the scenario itself, which lines need not name.
  private let path: String

  /// - Parameter number: The number of the result on the page.
  init(_ result: ScenarioResult, number: Int) {
    transcript = result.transcript
    lanes = Lanes(transcript)
    let isBounded = transcript.entries.count <= HTMLReport.entriesShown
    changes = isBounded ? Moments(transcript).changes : []
    self.number = number
    start = transcript.entries.first?.at ?? .virtualStart
    if case .failed(let failure) = result.verdict {
      failing = failure.all.compactMap(\.entry).filter(result.transcript.entries.indices.contains)
    } else {
      failing = []
    }
    chain = failing.first.map { Array(sequence(first: $0) { result.transcript.entries[$0].cause }) } ?? []
    path = result.path
  }

  var html: HTML {
    guard !transcript.entries.isEmpty else { return "" }
    let firstShown = transcript.entries.count - HTMLReport.entriesShown
    var steps: HTML = ""
    var latest: Instant?
    for (index, step) in lanes.steps.filter({ $0.first >= firstShown }).enumerated() {
      if index > 0, index % Self.stepsPerList == 0 { steps += "</ul>\n<ul class=\"steps\">\n" }
      steps += html(of: step, after: latest)
      if !transcript.entries[step.first].isSection { latest = transcript.entries[step.first].at }
    }
    let heads = lanes.lanes.map { lane in
      "<li>\(lane.name)\(lane.isBot ? " <small>bot</small>" : nil)</li>" as HTML
    }
    return """
      <section class="conversation" aria-labelledby="r\(number)-what">
      <h3 id="r\(number)-what">What happened</h3>
      \(why)
      \(firstShown > 0 ? "<p class=\"note\">Only the last \(HTMLReport.entriesShown) of \(transcript.entries.count) entries are here.</p>" : nil)
      <div class="lanes" style="--n:\(lanes.lanes.count)">
      <ul class="heads" aria-hidden="true">\(heads)</ul>
      <ul class="steps">
      \(steps)</ul>
      </div>
      </section>
      """
  }

  /// The way to the failure, from its beginning on, with links into the lanes.
  private var why: HTML? {
    guard chain.count > 1 else { return nil }
    let links = chain.reversed().map { place in
      let line = transcript.entries[place].isDeed ? transcript.entries[place].span.map(line) : nil
      return "<li>\(link(to: place))\(line.map { "<small>, \($0)</small>" as HTML })</li>" as HTML
    }
    return "<p class=\"quiet\">This led to the failure:</p>\n<ol class=\"why\">\(links)</ol>"
  }

  private func html(of step: Lanes.Step, after latest: Instant?) -> HTML {
    let entry = transcript.entries[step.first]
    let time = Self.clock(entry.at.milliseconds - start.milliseconds)
    let line = entry.isDeed ? entry.span.map { "<span>\(self.line($0))</span>" as HTML } : nil
    let shown: HTML =
      "<div class=\"when\"><time\(entry.at == latest ? " class=\"same\"" : nil)>\(time)</time>\(line)</div>"
    if case .section(let title) = entry.kind {
      return "<li class=\"step part\"><h4>\(title)</h4></li>\n"
    }
    var wire: HTML = ""
    let origin = step.head ?? step.cause
    if !step.effects.isEmpty, let origin {
      let ends = (step.effects + [origin]).map(column)
      wire =
        "<span class=\"wire\(ends.contains(0) ? " all" : nil)\" style=\"--a:\(ends.min() ?? 0);--b:\(ends.max() ?? 0);--c:\(column(of: origin))\"></span>"
    }
    let head: HTML? = step.head.map {
      "<div class=\"head\(column(of: $0) == 0 ? " all" : step.cause == nil ? "" : " then")\" style=\"--l:\(column(of: $0))\">\(event($0))</div>"
    }
    let because: HTML? =
      step.head == nil
      ? step.cause.map { "<div class=\"head\" style=\"--l:\(column(of: $0))\">\(link(to: $0))</div>" } : nil
    let effects = step.effects.map { "<li style=\"--l:\(column(of: $0))\">\(event($0))</li>\n" as HTML }
    return """
      <li class="step">\(shown)\(head)\(because)\(wire)\(effects.isEmpty ? nil : "<ul>\n\(effects)</ul>")</li>

      """
  }

  /// The column of an entry: its lane from 1, or 0 for what happens to all.
  private func column(of place: Int) -> Int {
    switch transcript.entries[place].kind {
    case .arrived(let name, _), .sent(let name, _), .received(let name, _): lanes.index(of: name) + 1
    case .fault(let fault):
      fault.split(separator: " ").dropFirst().first.map { lanes.index(of: String($0)) + 1 } ?? 0
    case .section, .time: 0
    }
  }

  /// One entry: a line, and what is a click away.
  private func event(_ place: Int) -> HTML {
    let entry = transcript.entries[place]
    let words = Words(entry.kind)
    let mark = failing.contains(place) ? " chain failing" : chain.contains(place) ? " chain" : ""
    let views = place < changes.count ? changes[place] : []
    return """
      <details class="e \(words.kind)\(mark)" id="r\(number)e\(place)"\(entry.cause.map { " data-cause=\"\($0)\"" as HTML })><summary>\(words.who.map { "<span class=\"who\">\($0) \(words.verb)</span> " as HTML })<b>\(words.title)</b> <span class="gist">\(cut(words.gist, to: 160))</span></summary>
      <pre>\(HTML.lines(cut(words.whole, to: HTMLReport.frameCharacters)))</pre>
      \(entry.span.map { "<p class=\"line\">\(line($0))</p>" as HTML })\(entry.cause.map { "<p class=\"because\">because of \(link(to: $0))</p>" as HTML })\(views.map { "<p class=\"view\"><b>\($0.client)</b> <span>\($0.view.text)</span></p>" as HTML })</details>
      """
  }

  private func line(_ span: SourceSpan) -> String {
    guard span.path != path else { return "line \(span.line)" }
    return "\(span.path.split(separator: "/").last ?? ""):\(span.line)"
  }

  private func link(to place: Int) -> HTML {
    let words = Words(transcript.entries[place].kind)
    let text = [words.who, words.verb, words.title, cut(words.gist, to: 60)].compactMap { $0 }
    return
      "<a class=\"cause\" href=\"#r\(number)e\(place)\">\(text.filter { !$0.isEmpty }.joined(separator: " "))</a>"
  }

  private func cut(_ text: String, to count: Int) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > count else { return text }
    let note = count > 1000 ? "\n… cut: \(scalars.count) characters in all" : "…"
    return String(scalars.prefix(count)) + note
  }

  /// Milliseconds as hours, minutes, seconds and thousandths, without hours where there are none.
  static func clock(_ milliseconds: Int64) -> String {
    let (seconds, rest) = max(0, milliseconds).quotientAndRemainder(dividingBy: 1000)
    let hours = seconds >= 3600 ? "\(seconds / 3600):" : ""
    return "\(hours)\((seconds / 60 % 60).digits(2)):\((seconds % 60).digits(2)).\(rest.digits(3))"
  }
}
