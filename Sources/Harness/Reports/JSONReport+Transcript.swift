import Engine
import Harness
import ScenarioLanguage
import Wire

/// The conversation of a result: with it and `Files` a report is read back whole.
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
}
