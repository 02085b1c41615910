extension Clause {
  static let administration = [
    Clause(
      .administration, 1, .must,
      "A token that an operator revoked no longer works, and the sessions that were begun or last resumed with it end and are closed with 4503."
    ),
    Clause(
      .administration, 2, .must,
      "A deleted message keeps its `seq`, its author and its time, and from then on has an empty `message` and `deleted: true`, in history and for resumed sessions."
    ),
    Clause(.administration, 3, .must, "No search finds a deleted message."),
    Clause(
      .administration, 4, .must,
      "When a message is deleted, everyone in its room gets `message_deleted` with `room` and `seq`, or for a private message the sessions of its two people, with `with` in place of `room`."
    ),
    Clause(
      .administration, 5, .must,
      "The sessions of a deleted user end and are closed with 4503, the user can no longer log in, the name stays taken, and the user's messages stay."
    ),
    Clause(
      .administration, 6, .must,
      "A private message to a deleted user is refused with `no_such_user`, and a search for users does not find one."
    ),
    Clause(
      .administration, 7, .must,
      "When a room is deleted, everyone in it gets `room_deleted` and leaves it, and its messages are in no history and no search."
    ),
    Clause(
      .administration, 8, .must,
      "The name of a deleted room is free, and a new room of that name begins with seq 1."),
    Clause(
      .administration, 9, .must,
      "When an operator sets a user's password, only the new one works, the user's sessions end and are closed with 4503, and tokens of `register` and `login` get `auth_failed`; those that an operator made still work.",
      since: 6),
    Clause(
      .administration, 10, .must,
      "When an operator suspends an account, its sessions end and are closed with 4503, and a log-in to it with the right password or token is refused with `suspended`, until the operator lifts the suspension.",
      since: 6),
    Clause(
      .administration, 11, .must,
      "When an operator ends a user's sessions, they are closed with 4503 and cannot be resumed, and tokens of `register` and `login` get `auth_failed`; the password and tokens that an operator made still work.",
      since: 6),
    Clause(
      .administration, 12, .must,
      "When an operator takes the guests out of a room, everyone in it gets `room_changed` with `users_only`, without `by`, and guests are in it no more.",
      since: 6),
    Clause(
      .administration, 13, .must,
      "When an operator gives a room to a user, everyone in it gets `role` for the earlier owner, now a `member`, and for the new `owner`, both without `by`, and a ban or mute of the new owner there is over.",
      since: 6),
  ]
}
