/// How a server's log is written.
package enum LogFormat: String, CaseIterable, Sendable {
  /// For people: the time, the level, the message and `name=value`.
  case text
  /// For programs: one JSON object a line.
  case json
}
