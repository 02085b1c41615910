import ScenarioLanguage
import Wire

/// A line of a failure's causes: one thing that was done or seen, by everyone who received it alike.
struct CauseLine {
  private let entry: Transcript.Entry
  private var names: [String]
  /// How often this line and those before it that are repeated with it occurred, where that was folded.
  private var repeats: (lines: Int, count: Int)?

  init(_ entry: Transcript.Entry) {
    self.entry = entry
    if case .received(let name, _) = entry.kind { names = [name] } else { names = [] }
  }

  /// Adds who received the same event just after; false where the entry is something else.
  mutating func add(_ entry: Transcript.Entry) -> Bool {
    guard case .received(let name, let event) = entry.kind, case .received(_, event) = self.entry.kind,
      !names.contains(name)
    else { return false }
    names.append(name)
    return true
  }

  /// The cause as reports have it.
  var cause: ScenarioFailure.Cause {
    // What was received has no place: the line that read it came after.
    let isReceived = if case .received = entry.kind { true } else { false }
    let note =
      switch repeats {
      case nil: ""
      case (1, let count)?: " (the last of \(count) such lines)"
      case (let lines, let count)?: " (the last of \(count) times \(lines) such lines)"
      }
    return ScenarioFailure.Cause(
      place: isReceived ? nil : entry.span, .entry(entry.kind, receivers: names), note: note)
  }

  /// Whether both are of one kind: the same line of the scenario, or frames of one type of the same client.
  private func isLike(_ other: CauseLine) -> Bool {
    switch (entry.kind, other.entry.kind) {
    case (.received(_, let event), .received(_, let otherEvent)):
      names == other.names && event["type"] == otherEvent["type"]
    case (.sent(let name, let sent), .sent(let otherName, let otherSent)):
      name == otherName && entry.span == other.entry.span && sent.isLike(otherSent)
    case (.time, .time), (.fault, .fault): entry.span == other.entry.span
    case (.arrived, _), (.section, _), (.sent, _), (.received, _), (.time, _), (.fault, _): false
    }
  }
}

extension CauseLine {
  /// How many lines can be repeated together.
  private static let longestPattern = 4
  /// How often they have to occur to be folded.
  private static let fewestRepeats = 3

  /// The lines with repetitions folded: of one line, or a few lines, again and again, the last are left, with their count.
  static func folded(_ lines: [CauseLine]) -> [CauseLine] {
    var folded: [CauseLine] = []
    var index = 0
    while index < lines.count {
      let rest = lines[index...]
      let fold = (1...longestPattern).lazy
        .map { (length: $0, count: occurrences(ofFirst: $0, in: rest)) }
        .first { $0.count >= fewestRepeats }
      guard let fold else {
        folded.append(lines[index])
        index += 1
        continue
      }
      index += fold.length * fold.count
      folded += lines[(index - fold.length)..<index]
      folded[folded.count - 1].repeats = (fold.length, fold.count)
    }
    return folded
  }

  /// How often the first lines occur one after the other at the beginning, themselves included.
  private static func occurrences(ofFirst length: Int, in lines: ArraySlice<CauseLine>) -> Int {
    let same = zip(lines, lines.dropFirst(length)).prefix { $0.isLike($1) }.count
    return lines.count < length ? 0 : 1 + same / length
  }
}

extension Transcript.Sent {
  /// Whether both are of one form, and JSON of one type.
  fileprivate func isLike(_ other: Transcript.Sent) -> Bool {
    switch (self, other) {
    case (.line, .line), (.bytes, .bytes): true
    case (.json, .json): frame?.json["type"] == other.frame?.json["type"]
    case (.line, _), (.json, _), (.bytes, _): false
    }
  }
}
