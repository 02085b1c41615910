import Engine

// Timers of a session, and a user's sessions.
extension CommandDefinition {
  static let timers = [setTimer, cancelTimer]
  static let sessions = [listSessions, endSessions]

  package static let setTimer = CommandDefinition(
    "set_timer",
    "Asks for a `timer` after a while; one of the same name that this session has set is replaced.", .timers,
    [
      .timer,
      .init(
        "milliseconds",
        .integer(
          least: Int(Engine.timerMilliseconds.lowerBound), most: Int(Engine.timerMilliseconds.upperBound)),
        "After how long; at most 366 days."),
    ],
    read: .plain { frame throws(Refusal) in
      .setTimer(
        try frame.fields.text("timer"),
        milliseconds: try frame.fields.integer(
          "milliseconds", least: Engine.timerMilliseconds.lowerBound,
          most: Engine.timerMilliseconds.upperBound))
    },
    write: { command in
      guard case .setTimer(let timer, let milliseconds) = command else { return nil }
      return [.text("timer", timer), .init("milliseconds", .integer(milliseconds))]
    })

  package static let cancelTimer = CommandDefinition(
    "cancel_timer", "Takes back a timer of this session, where there is one.", .timers, [.timer],
    read: .plain { frame throws(Refusal) in .cancelTimer(try frame.fields.text("timer")) },
    write: { if case .cancelTimer(let timer) = $0 { [.text("timer", timer)] } else { nil } })

  package static let listSessions = CommandDefinition(
    "sessions", "Asks for the user's sessions, the resumable ones among them.", .resume,
    replies: [.sessionList], read: .plain { _ throws(Refusal) in .listSessions },
    write: { if case .listSessions = $0 { [] } else { nil } })

  package static let endSessions = CommandDefinition(
    "end_sessions",
    "Ends a session of the user with its token, or all others with all tokens of the user's own log-ins.",
    .resume,
    [
      .init(
        "session_id", .text, .optional,
        "Which, by its id in `session_list`; all but this one where nothing is said.")
    ],
    read: .plain { frame throws(Refusal) in .endSessions(id: try frame.fields.optionalText("session_id")) },
    write: { if case .endSessions(let id) = $0 { .optional("session_id", id) } else { nil } })
}
