import Harness
import Wire

extension ScenarioResult {
  /// The longest text of a failure that is kept, in bytes.
  private static let longestText = 4096
  /// The most unread events of one client that are kept.
  private static let mostEvents = 50
  /// How much of what passed is kept, in bytes of JSON; a server may have sent much more.
  private static let transcriptBytes = 256 << 10

  /// Leaves out what nobody could read, so that what hundreds of checks got from a server that floods fits into memory.
  mutating func bound() {
    switch verdict {
    case .failed(let failure): verdict = .failed(Self.bounded(failure))
    case .warned(let failure): verdict = .warned(Self.bounded(failure))
    case .untestable(let failure): verdict = .untestable(Self.bounded(failure))
    case .failedAsExpected(let failure, let reason):
      verdict = .failedAsExpected(Self.bounded(failure), reason: reason)
    case .timedOut(let failure): verdict = .timedOut(Self.bounded(failure))
    case .interrupted(let failure): verdict = .interrupted(Self.bounded(failure))
    case .passed, .passedUnexpectedly, .skipped, .unreadable, .notApplicable, .notRun,
      .harnessError:
      break
    }
    var bytes = 0
    let kept = transcript.entries.prefix { entry in
      if case .received(_, let event) = entry.kind { bytes += event.bytes.count }
      return bytes <= Self.transcriptBytes
    }
    transcript.keep(first: kept.count)
  }

  private static func bounded(_ failure: ScenarioFailure) -> ScenarioFailure {
    var failure = failure
    failure.message = bounded(failure.message)
    failure.details = failure.details.map { .init(label: $0.label, text: bounded($0.text)) }
    failure.inboxes = failure.inboxes.map { inbox in
      let more = inbox.events.count - mostEvents
      return .init(
        client: inbox.client,
        events: inbox.events.prefix(mostEvents).map(bounded) + (more > 0 ? ["and \(more) more"] : []))
    }
    return failure
  }

  private static func bounded(_ text: String) -> String {
    guard text.utf8.count > longestText else { return text }
    return String(decoding: text.utf8.prefix(longestText), as: UTF8.self) + "… (\(text.utf8.count) bytes)"
  }
}
