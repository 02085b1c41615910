import ScenarioLanguage

/// Everything that a page shows of a debugger, in the words of its commands and with their placeholders for secrets.
package struct DebuggerOverview {
  /// The name of the scenario.
  package let name: String
  /// Its name and title, for a person.
  package let title: String
  /// The file of the line that is next.
  package let path: String
  /// Whether that is the file that is run, whose lines commands name by their number alone.
  package let isFileOfScenario: Bool
  /// The lines of the file.
  package let lines: [String]
  /// The number of the line that is next or has failed, from 1; nil after the last step.
  package let line: Int?
  /// Where the run is, in whole lines.
  package let place: String
  /// Whether a line was tried that can be kept.
  package let canKeep: Bool
  /// What `inbox` tells.
  package let inboxes: String
  /// What `names` tells.
  package let names: String
  /// What `rooms` tells.
  package let rooms: String
  /// What `state` tells.
  package let state: String
  /// What has happened so far, as in a report.
  package let result: ScenarioResult

  init(of debugger: Debugger) {
    let (scenario, current, view) = (debugger.scenario, debugger.current, debugger.view())
    var span: SourceSpan?
    let verdict: Verdict
    switch current.ending {
    case .passed?: (span, verdict) = (nil, .passed)
    case .failed(let failure)?: (span, verdict) = (failure.place, .failed(failure))
    case nil: (span, verdict) = (current.next?.origin.span, .passed)
    }
    // A line that was kept stands in no file.
    if let known = span, view.sources[known.path] == nil { span = nil }
    (name, title) = (scenario.name, debugger.title(in: view))
    path = span?.path ?? scenario.path
    isFileOfScenario = path == scenario.path
    lines = view.sources[path]?.lines.map { ConsoleReport.printable($0) } ?? []
    line = span?.line
    place = debugger.place(in: view)
    canKeep = debugger.tried != nil
    inboxes = debugger.inboxes { _ in true }
    (names, rooms, state) = (debugger.names(), debugger.rooms(), debugger.state())
    result = debugger.result(verdict, of: current.run, debugger.sources)
  }
}

extension Debugger {
  /// Where the run is and what there is to see of it.
  package var overview: DebuggerOverview { DebuggerOverview(of: self) }
}
