import Engine
import Harness
import ScenarioLanguage
import Wire

/// The conversation of a result, and the files that a person has to see: with them a report is read back whole.
extension JSONReport {
  /// What was done and seen, in its order.
  ///
  /// - Parameter path: The file of the scenario, which lines of it do not name.
  static func json(of transcript: Transcript, in path: String) -> JSON {
    .array(transcript.entries.map { json(of: $0, in: path) })
  }

  private static func json(of entry: Transcript.Entry, in path: String) -> JSON {
    var members: [JSON.Member] = [.init("at", .integer(entry.at.milliseconds))]
    switch entry.kind {
    case .arrived(let name, let isBot):
      members += [.init("arrived", .string(name)), .init("bot", .bool(isBot))]
    case .section(let title): members.append(.init("section", .string(title)))
    case .sent(let name, let sent): members += [.init("sent_by", .string(name)), json(of: sent)]
    case .received(let name, let event):
      members += [.init("received_by", .string(name)), .init("event", event)]
    case .time(let milliseconds): members.append(.init("advance_ms", .integer(milliseconds)))
    case .fault(let fault): members.append(.init("fault", .string(fault)))
    }
    if let span = entry.span {
      if span.path != path { members.append(.init("file", .string(span.path))) }
      members.append(.init("line", .integer(Int64(span.line))))
    }
    if let cause = entry.cause { members.append(.init("cause", .integer(Int64(cause)))) }
    return .object(members)
  }

  private static func json(of sent: Transcript.Sent) -> JSON.Member {
    switch sent {
    case .line(let text): .init("text", .string(text))
    case .json(let text): .init("json", .string(text))
    case .bytes(let bytes): .init("bytes", .array(bytes.map { .integer(Int64($0)) }))
    }
  }

  /// The texts of the files that results point at, by their paths; nil where there are none.
  static func files(of results: [ScenarioResult]) -> JSON? {
    var members: [JSON.Member] = []
    var seen: Set<String> = []
    for result in results {
      for path in result.verdict.filesShown(of: result.path) {
        guard let text = result.sources[path], seen.insert(path).inserted else { continue }
        members.append(.init(path, .string(text.lines.map { $0 + "\n" }.joined())))
      }
    }
    return members.isEmpty ? nil : .object(members)
  }
}

extension Verdict {
  /// The files of which reports show lines.
  fileprivate func filesShown(of path: String) -> [String] {
    switch self {
    case .passed, .skipped, .notApplicable, .notRun, .harnessError: []
    case .passedUnexpectedly: [path]
    case .failed(let failure), .warned(let failure), .untestable(let failure), .timedOut(let failure),
      .interrupted(let failure), .failedAsExpected(let failure, _):
      failure.all.map(\.place.path)
    case .unreadable(let diagnostics):
      diagnostics.flatMap { [$0.span.path] + $0.related.map(\.span.path) }
    }
  }
}
