extension HeaderKey {
  /// What the key says, in one sentence.
  package var meaning: String {
    switch self {
    case .title: "What the scenario shows, in a sentence; a file without it is for inclusion."
    case .covers: "The clauses of the protocol, or of your own, that the scenario checks."
    case .tags: "Words to select scenarios by, with `--tag`."
    case .users: "The sessions that log in; `alice/phone` is a further session of the user `alice`."
    case .guests: "The sessions that connect and do not log in."
    case .bots: "The bots that take part, separated by commas, and the rooms that they join."
    case .ignore: "The event types that may come without being expected."
    case .limits: "The limits that the server starts with, each in its own unit."
    case .variables: "Names that each run gives values, with or without a default."
    case .start: "When virtual time begins, instead of 2026-01-01."
    case .needs:
      "What the scenario cannot do without: `simulator`, `uninterrupted`, `fresh` or `virtual-clock`; elsewhere it is skipped."
    case .connect: "The protocols that sessions speak, separated by commas."
    case .xfail: "What of the scenario is known to fail, in brackets, and why."
    case .skip: "Why the scenario is not run."
    case .lintOff: "The rules of lint that do not apply to the file."
    case .cases: "A table, or the path of a CSV or JSON file with one, of which each row is a scenario."
    }
  }

  /// A header line, with the table where one follows.
  package var example: String {
    switch self {
    case .title: "title: A message reaches everyone in the room"
    case .covers: "covers: ROOM-1 MSG-2"
    case .tags: "tags: smoke rooms"
    case .users: "users: alice alice/phone bob"
    case .guests: "guests: gina"
    case .bots: "bots: echo, reminder in lobby"
    case .ignore: "ignore: user_join user_leave"
    case .limits: "limits: message_characters=20 resume_seconds=60"
    case .variables: "variables: API_KEY ROOM=lobby"
    case .start: "start: 2026-03-29T08:00"
    case .needs: "needs: virtual-clock"
    case .connect: "connect: tutorial-chat in lobby for alice, verbatim.v1"
    case .xfail: "xfail: [chat_message] BUG-17, the second message has the wrong seq"
    case .skip: "skip: needs a server with a mail gateway"
    case .lintOff: "lint-off: comment-sent"
    case .cases:
      """
      cases:
      | line    | code      |
      | "/join" | bad_frame |
      """
    }
  }
}
