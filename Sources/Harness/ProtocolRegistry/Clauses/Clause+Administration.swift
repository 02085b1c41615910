extension Clause {
  static let administration = [
    Clause(
      .administration, 1, .must,
      "A token that an operator revoked logs nobody in, and the sessions that were begun or last resumed with it end and are closed with 4503."
    ),
    Clause(
      .administration, 2, .must,
      "A deleted message keeps its `seq`, its author and its time, and is given with an empty `message` and `deleted: true` from then on, in history and to sessions that are resumed."
    ),
    Clause(.administration, 3, .must, "A deleted message is found by no search."),
    Clause(
      .administration, 4, .must,
      "When a message is deleted, everyone in its room gets `message_deleted` with `room` and `seq`; of a private message only the sessions of its two people do, with `with` in place of `room`."
    ),
    Clause(
      .administration, 5, .must,
      "The sessions of a deleted user end and are closed with 4503, nothing logs the user in any more, the name stays taken, and what the user said stays."
    ),
    Clause(
      .administration, 6, .must,
      "A private message to a deleted user is refused with `no_such_user`, and a search for users does not find one."
    ),
    Clause(
      .administration, 7, .must,
      "When a room is deleted, everyone in it gets `room_deleted` and is in it no longer, and what was said there is in no history and found by no search."
    ),
    Clause(
      .administration, 8, .must,
      "The name of a deleted room is free, and a new room of that name begins with seq 1."),
  ]
}
