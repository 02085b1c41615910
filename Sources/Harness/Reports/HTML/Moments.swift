import Harness
import ScenarioLanguage
import Wire

/// How each entry of a transcript changes what its clients know.
///
/// It is worked out from the transcript alone, so that a scenario on a foreign server has it as well as one in the simulator.
struct Moments {
  /// Whose view an entry changed, and what the view is from then on.
  struct Change: Equatable {
    let client: String
    let view: ClientView
  }

  /// The changes, by the places of entries.
  private(set) var changes: [[Change]]
  private var views: [String: ClientView] = [:]

  init(_ transcript: Transcript) {
    let entries = transcript.entries
    changes = []
    var refused = Set<Int>()
    for entry in entries {
      guard case .received(_, let frame) = entry.kind, let cause = entry.cause else { continue }
      if ServerFrame(frame).type == .error { refused.insert(cause) }
    }
    var line: SourceSpan?
    for (place, entry) in entries.enumerated() {
      var changed: [String] = []
      // Before the scenario does the next thing, everything that came was read or passed over.
      if let span = entry.span, entry.isDeed, span != line {
        line = span
        changed = views.keys.filter { views[$0]?.unread.isEmpty == false }.sorted()
        for name in changed { views[name]?.unread = [] }
      }
      switch entry.kind {
      case .section, .time: break
      case .arrived(let name, _): changed.append(name)
      case .fault(let fault): changed += take(fault: fault)
      case .sent(let name, let sent):
        if let command = Command(sent), command.word == "leave", !refused.contains(place) {
          views[name, default: ClientView()].leave(command.room)
        }
        changed.append(name)
      case .received(let name, let frame):
        views[name, default: ClientView()].take(
          ServerFrame(frame), by: String(name.prefix { $0 != "/" }), isLook: isLook(entry.cause, in: entries))
        changed.append(name)
      }
      changes.append(
        changed.withoutRepetitions.map { Change(client: $0, view: views[$0, default: ClientView()]) })
    }
  }

  private func isLook(_ cause: Int?, in entries: [Transcript.Entry]) -> Bool {
    guard let cause, case .sent(_, let sent) = entries[cause].kind else { return false }
    return Command(sent)?.word == "who"
  }

  private mutating func take(fault: String) -> [String] {
    let words = fault.split(separator: " ").map(String.init)
    let names = words.count > 1 ? Array(words.dropFirst()) : views.keys.sorted()
    let connection: ClientView.Connection
    switch words.first.flatMap(FaultKind.init(rawValue:)) {
    case .cut: connection = .cut
    case .close: connection = .closed(code: 1000)
    case .stall: connection = .stalled
    case .return, .flow: connection = .open
    // A bot that is restarted is back at once; everybody else returns by a line of their own.
    case .restart where words.count > 1: connection = .open
    case .crash, .restart: connection = .cut
    case .replay, nil: return []
    }
    for name in names {
      views[name, default: ClientView()].connection = connection
      if case .closed = connection { views[name]?.rooms = [] }
    }
    return names
  }

  /// A command as far as it matters to who is in which room.
  private struct Command {
    let word: String
    let room: String?

    init?(_ sent: Transcript.Sent) {
      switch sent {
      case .line(let line):
        guard line.hasPrefix("/"), !line.hasPrefix("//") else { return nil }
        let parts = line.dropFirst().split(separator: " ", maxSplits: 1)
        word = parts.first.map { $0.lowercased() } ?? ""
        room = parts.count > 1 ? String(parts[1]) : nil
      case .json(let text):
        guard let frame = try? JSON.parse(Array(text.utf8), maximumBytes: 65_536, maximumDepth: 16) else {
          return nil
        }
        word = frame.text("type")
        room = frame.text("room")
      case .bytes: return nil
      }
    }
  }
}
