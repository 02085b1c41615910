import ScenarioLanguage

/// What a debugger may show of a run: everything with the placeholders for secrets that a report of the run has.
struct DebuggerView {
  /// The files as they may be shown.
  private(set) var sources: SourceSet
  /// The transcript as it may be shown, with the same places.
  private(set) var transcript: Transcript
  private var masks: Masks

  /// Goes through all that there is in the order of a report, so that the placeholders have the same numbers.
  ///
  /// - Parameter command: What the person has typed, which may have secrets of its own.
  init(of run: ScenarioRun, _ sources: SourceSet, command: String) {
    let scenario = run.scenario
    (self.sources, transcript) = (sources, run.transcript)
    masks = Masks(hiding: scenario.secrets + run.log.secrets, except: scenario.header.sessionNames)
    pass(scenario, command)
    masks.show()
    pass(scenario, command)
  }

  private mutating func pass(_ scenario: Scenario, _ command: String) {
    sources.pass(through: &masks, first: scenario.path)
    _ = scenario.caseName.map { masks.maskScenario($0) }
    _ = masks.mask(scenario.header.title)
    transcript.pass(through: &masks)
    _ = masks.maskScenario(command)
  }

  /// A text as it may be shown, which is gone through line by line.
  func shown(_ text: String) -> String {
    var masks = masks
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { masks.maskScenario(String($0)) }.joined(separator: "\n")
  }

  /// An entry of the transcript in one line, with its number.
  func entry(_ place: Int) -> String {
    "#\(place + 1)  \(Self.shortened(ConsoleReport.text(of: transcript.entries[place])))"
  }

  /// A line of a file with its place, such as `a.chat:3  alice > hello`.
  func line(_ span: SourceSpan) -> String {
    let text = sources[span.path]?.line(span.line) ?? ""
    return "\(span.path):\(span.line)  \(ConsoleReport.printable(text.trimmed))"
  }

  /// How many characters of an entry are shown in one line; `frame` shows all of them.
  private static let charactersShown = 400

  /// A text as far as it is shown. Secrets are masked before: of one that is cut a part could be read.
  static func shortened(_ text: String) -> String {
    text.count > charactersShown ? text.prefix(charactersShown) + "…" : text
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return String(text)
  }
}
