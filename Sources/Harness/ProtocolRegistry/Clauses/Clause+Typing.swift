extension Clause {
  static let typing = [
    Clause(
      .typing, 1, .must,
      "`typing` tells the others in the room, or the other user, at once that one is typing; nobody else is told, nor one's own sessions.",
      since: 6),
    Clause(
      .typing, 2, .must,
      "Only sessions that have sent a `typing` that was not refused since they logged in are told of others.",
      since: 6),
    Clause(
      .typing, 3, .must,
      "A `typing` event does not count for resuming: a session that is cut when it is told never gets it.",
      since: 6),
    Clause(
      .typing, 4, .must,
      "Within `limits.typing_milliseconds` of a `typing` that was told, further ones of the session in the conversation are answered `ok` and not told.",
      since: 6),
    Clause(
      .typing, 5, .must,
      "`typing` with `stopped` is told, with `stopped`, if the session told within `limits.typing_milliseconds` that its user is typing and not yet that they stopped; otherwise it is answered `ok` and not told.",
      since: 6),
    Clause(
      .typing, 6, .must,
      "In a room with more than `limits.typing_members` sessions, those of guests counted, nobody is told; with 0, nobody is told anywhere.",
      since: 6),
    Clause(
      .typing, 7, .must,
      "`typing` is refused as speaking is, and not told: for a guest with `auth_required`, outside the room with `not_in_room`, for a muted user with `forbidden`.",
      since: 6),
  ]
}
