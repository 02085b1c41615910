extension Clause {
  static let typing = rules(
    of: .typing, since: 6,
    [
      1:
        "`typing` tells the others in the room, or the other user, at once that one is typing; nobody else is told, nor one's own sessions.",
      2:
        "Only sessions that have sent a `typing` that was not refused since they logged in are told of others.",
      3:
        "A `typing` event does not count for resuming: a session that is cut when it is told never gets it.",
      4:
        "Within `limits.typing_milliseconds` of a `typing` that was told, further ones of the session in the conversation are answered `ok` and not told.",
      5:
        "`typing` with `stopped` is told, with `stopped`, if the session told within `limits.typing_milliseconds` that its user is typing and not yet that they stopped; otherwise it is answered `ok` and not told.",
      6:
        "In a room with more than `limits.typing_members` sessions, those of guests counted, nobody is told; with 0, nobody is told anywhere.",
      7:
        "`typing` is refused as speaking is, and not told: for a guest with `auth_required`, outside the room with `not_in_room`, for a muted user with `forbidden`.",
    ])
}
