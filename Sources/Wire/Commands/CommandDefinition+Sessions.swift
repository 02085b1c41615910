import Engine

// Timers of a session, and a user's sessions.
extension CommandDefinition {
  static let timers = [setTimer, cancelTimer]
  static let sessions = [listSessions, endSessions, listTokens, revokeToken]

  package static let setTimer = CommandDefinition(
    "set_timer",
    "Sets a timer; a pending timer of this session with the same name is replaced.", .timers,
    [
      .timer,
      .init(
        "milliseconds",
        .integer(
          least: Int(Engine.timerMilliseconds.lowerBound), most: Int(Engine.timerMilliseconds.upperBound)),
        "After how many milliseconds; at most 366 days."),
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
      return [.text("timer", timer), .number("milliseconds", milliseconds)]
    })

  package static let cancelTimer = CommandDefinition(
    "cancel_timer", "Cancels a timer of this session, if there is one.", .timers, [.timer],
    read: .plain { frame throws(Refusal) in .cancelTimer(try frame.fields.text("timer")) },
    write: { if case .cancelTimer(let timer) = $0 { [.text("timer", timer)] } else { nil } })

  package static let listSessions = CommandDefinition(
    "sessions", "Asks for the user's sessions, including those that wait to be resumed.", .resume,
    replies: [.sessionList], read: .plain { _ throws(Refusal) in .listSessions },
    write: { if case .listSessions = $0 { [] } else { nil } })

  package static let endSessions = CommandDefinition(
    "end_sessions",
    "Ends one session of the user and its token, or all other sessions and all other tokens of the user's log-ins.",
    .resume,
    [
      .init(
        "session_id", .text, .optional,
        "The session's id in `session_list`; all but this session if absent.")
    ],
    read: .plain { frame throws(Refusal) in .endSessions(id: try frame.fields.optionalText("session_id")) },
    write: { if case .endSessions(let id) = $0 { .optional("session_id", id) } else { nil } })

  package static let listTokens = CommandDefinition(
    "tokens", "Asks for the user's tokens, and when and from where each was used last.", .tokens,
    replies: [.tokenList], read: .plain { _ throws(Refusal) in .listTokens },
    write: { if case .listTokens = $0 { [] } else { nil } })

  package static let revokeToken = CommandDefinition(
    "revoke_token",
    "Revokes a token of the user, whoever made it, and ends the sessions that have it.",
    .tokens, [.init("token_id", .text, "The token's id in `token_list`.")],
    read: .plain { frame throws(Refusal) in .revokeToken(id: try frame.fields.text("token_id")) },
    write: { if case .revokeToken(let id) = $0 { [.text("token_id", id)] } else { nil } })
}
