import Engine
import ScenarioLanguage
import Wire

/// What there is to see where the run is.
extension Debugger {
  /// How many lines of a file are shown before and after one.
  private static let linesAround = 5
  /// How many instants at which something falls due are shown.
  private static let instantsAhead = 5

  /// The lines around the next step, which is marked, or around another line of the file that is run.
  func list(around number: Int?) throws(DebuggerRefusal) -> String {
    let view = view()
    let next = (current.next ?? scenario.steps.last)?.origin.span ?? scenario.origin.span
    let path = number == nil ? next.path : scenario.path
    let centre = number ?? next.line
    guard let source = view.sources[path], source.line(centre) != nil else {
      throw DebuggerRefusal("\(path) has \(sources[path]?.lines.count ?? 0) lines")
    }
    let last = min(source.lines.count, centre + Self.linesAround)
    return (max(1, centre - Self.linesAround)...last).map { number in
      let mark = current.next != nil && (path, number) == (next.path, next.line) ? ">" : " "
      let digits = String(repeating: " ", count: String(last).count - String(number).count) + String(number)
      let text = ConsoleReport.printable(source.line(number) ?? "")
      return text.isEmpty ? "\(mark) \(digits) |\n" : "\(mark) \(digits) | \(text)\n"
    }.joined()
  }

  /// What has not been read, by one client or by all.
  func inbox(of name: String?) throws(DebuggerRefusal) -> String {
    guard let name else { return inboxes { _ in true } }
    let names = current.run.stage.participants.filter { !$0.isBot }.map(\.name)
    guard names.contains(name) else {
      let nearest = Suggestion.closest(to: name, among: names).map { "; did you mean \($0)?" }
      throw DebuggerRefusal("no user or guest is called \(name)\(nearest ?? "")")
    }
    return inboxes { $0 == name }
  }

  /// What has not been read, by each client whose name is meant.
  func inboxes(isMeant: (String) -> Bool) -> String {
    let view = view()
    let clients = current.run.stage.participants.filter { !$0.isBot && isMeant($0.name) }
    return clients.map { client in
      let entries = client.unread.compactMap(\.entry).map { "  \(view.entry($0))\n" }.joined()
      return entries.isEmpty
        ? "\(client.name) has read everything\n" : "unread by \(client.name):\n\(entries)"
    }.joined()
  }

  /// What the names that expectations have bound stand for.
  func names() -> String {
    let view = view()
    let names = current.run.bindings.sorted { $0.key < $1.key }.map { name, value in
      view.shown("$\(name) = \(ScenarioText.value(value))\n")
    }
    return names.isEmpty ? "no name has a value yet\n" : names.joined()
  }

  /// Everything that was done and received, with the numbers that `frame` takes.
  func transcript() -> String {
    let view = view()
    return view.transcript.entries.indices.map { "\(view.entry($0))\n" }.joined()
  }

  /// One entry of the transcript, whole: when it was, what led to it, which line did or read it, and its frame.
  func frame(_ number: Int) throws(DebuggerRefusal) -> String {
    let view = view()
    let entries = view.transcript.entries
    guard entries.indices.contains(number - 1) else {
      throw DebuggerRefusal("the transcript has \(entries.count) entries, from #1")
    }
    let entry = entries[number - 1]
    var facts = [Timestamp.text(of: entry.at)]
    if let cause = entry.cause { facts.append("because of #\(cause + 1)") }
    if let span = entry.span { facts.append("\(span.path):\(span.line)") }
    let body =
      switch entry.kind {
      case .received(let name, let event):
        "\(name) < \(ConsoleReport.printable(String(decoding: event.bytes, as: UTF8.self)))"
      case .arrived, .section, .sent, .time, .fault: ConsoleReport.text(of: entry)
      }
    return "#\(number)  \(facts.joined(separator: ", "))\n\(body)\n"
  }

  // MARK: - The server

  /// The rooms as the engine has them.
  func rooms() -> String { shown(ServerOverview(of: current.simulator)?.rooms ?? [ServerOverview.whenDown]) }

  /// The clock, the sessions and pairs as the engine has them, and what falls due next.
  func state() -> String {
    let run = current.run
    var lines = [
      "\(Timestamp.text(of: run.stage.now)), \(run.steps) of \(scenario.steps.count) steps done"
    ]
    lines += ServerOverview(of: current.simulator)?.lines ?? [ServerOverview.whenDown]
    let hashes = [("journal", run.stage.journalChain), ("state", run.stage.stateHash)]
    for (name, hash) in hashes { if let hash { lines.append("SHA-256 of the \(name): \(hash)") } }
    let upcoming = current.upcoming(instants: Self.instantsAhead)
    lines.append(upcoming.isEmpty ? "nothing falls due" : "falls due, if nobody does anything:")
    for (instant, entries) in upcoming {
      let wait = ConsoleReport.duration(instant.milliseconds - run.stage.now.milliseconds)
      lines.append("  \(Timestamp.text(of: instant)), in \(wait)")
      lines += entries.map { "    \(ConsoleReport.text(of: $0))" }
      if entries.isEmpty { lines.append("    nothing that a client sees") }
    }
    return shown(lines)
  }

  private func shown(_ lines: [String]) -> String {
    let view = view()
    return lines.map { DebuggerView.shortened(view.shown($0)) + "\n" }.joined()
  }
}
