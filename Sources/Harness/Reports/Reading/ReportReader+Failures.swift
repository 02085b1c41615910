import Harness
import ScenarioLanguage
import Wire

extension ReportReader {
  /// A result's failure, with those after it.
  static func failures(_ fields: ReportFields, entries: Int) throws(Mistake) -> ScenarioFailure {
    var first = try failure(try fields.object("failure"), entries: entries)
    guard fields.has("further_failures") else { return first }
    first.further = try fields.objects("further_failures").map { each throws(Mistake) in
      try failure(each, entries: entries)
    }
    return first
  }

  private static func failure(_ fields: ReportFields, entries: Int) throws(Mistake) -> ScenarioFailure {
    guard let kind = ScenarioFailure.Kind(rawValue: try fields.text("kind")) else {
      throw fields.mistake("kind", "is none that this program knows")
    }
    let details = try fields.object("details")
    let unread = try fields.object("unread")
    let inboxes = try fields.members("unread").map { member throws(Mistake) in
      ScenarioFailure.Inbox(client: member.name, events: try unread.texts(member.name))
    }
    var failure = ScenarioFailure(
      kind: kind, message: try fields.text("message"),
      origin: Origin(span: try span(fields), trail: try trail(fields)), inboxes: inboxes)
    failure.isOfInterruptedRun = try fields.truth("interrupted")
    failure.details = try fields.members("details").map { member throws(Mistake) in
      ScenarioFailure.Detail(label: member.name, text: try details.text(member.name))
    }
    failure.causes = try fields.objects("causes").map { each throws(Mistake) in
      let line = try each.optionalCount("line")
      let path = try each.optionalText("file")
      let place = path.flatMap { path in
        line.map { SourceSpan(path: path, line: $0, column: 1, length: 1) }
      }
      return ScenarioFailure.Cause(place: place, shown: try each.text("text"))
    }
    failure.entry = try fields.optionalCount("entry", below: entries)
    if fields.has("again") { failure.again = try fields.texts("again") }
    return failure
  }

  /// The way to a line, which reports have as texts.
  static func trail(_ fields: ReportFields) throws(Mistake) -> [TrailEntry] {
    try fields.texts("trail").map { text throws(Mistake) in
      guard let entry = TrailEntry(text) else {
        throw fields.mistake("trail", "has \(text), which is no macro, include or loop")
      }
      return entry
    }
  }
}

extension TrailEntry {
  /// The entry whose description the text is, or nil where it is none.
  fileprivate init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let line = Int(text[colon...].dropFirst()) else { return nil }
    func span(_ path: Substring) -> SourceSpan {
      SourceSpan(path: String(path), line: line, column: 1, length: 1)
    }
    let (include, macro, call) = ("included from ", "in macro ", ", called at ")
    let (round, loop) = ("in round ", " of the loop at ")
    let head = text[..<colon]
    if head.hasPrefix(include) {
      self = .included(from: span(head.dropFirst(include.count)))
    } else if head.hasPrefix(macro), let range = head.firstRange(of: call) {
      let name = head[..<range.lowerBound].dropFirst(macro.count)
      self = .macro(name: String(name), calledAt: span(head[range.upperBound...]))
    } else if head.hasPrefix(round), let range = head.ranges(of: loop).last {
      // `3 of 10`, or `3 of 10, NAME=value,`.
      let words = head[..<range.lowerBound].dropFirst(round.count)
      let comma = words.firstIndex(of: ",") ?? words.endIndex
      let numbers = words[..<comma].split(separator: " ").compactMap { Int($0) }
      guard numbers.count == 2 else { return nil }
      let value = words[comma...].dropFirst(2).dropLast()
      self = .round(
        numbers[0], of: numbers[1], value: value.isEmpty ? nil : String(value),
        loop: span(head[range.upperBound...]))
    } else {
      return nil
    }
  }
}
