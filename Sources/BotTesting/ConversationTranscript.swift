import Bots
import Engine
import Harness
import Wire

/// What was done and said in a conversation, in order, with its virtual time.
struct ConversationTranscript: CustomStringConvertible {
  private var start: Instant
  private var entries: [(at: Instant, line: String)] = []

  init(start: Instant) { self.start = start }

  mutating func add(_ line: String, at instant: Instant) { entries.append((instant, line)) }

  /// A line for each entry with its time of day, under a line for each day.
  var description: String {
    var day = ""
    var lines: [String] = []
    for entry in entries {
      let timestamp = Timestamp.text(of: entry.at)
      if timestamp.prefix(10) != day {
        day = String(timestamp.prefix(10))
        lines.append(day)
      }
      lines.append("\(timestamp.dropFirst(11).dropLast()) \(entry.line)")
    }
    return lines.joined(separator: "\n")
  }
}

extension Duration {
  /// The time in the largest unit that it is a whole number of, as in `24h` or `1500ms`; what is less than a millisecond counts as one.
  var inOneUnit: String { ConsoleReport.duration(milliseconds, withDays: true) }
}
