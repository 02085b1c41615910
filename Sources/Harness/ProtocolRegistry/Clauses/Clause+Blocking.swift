extension Clause {
  static let blocking = rules(
    of: .blocking, since: 6,
    [
      1:
        "No session of a user is told a private message, an edit, a reaction or a typing of somebody whom the user blocks, who gets the replies for a receiver without a session.",
      2: "A private message of somebody who is blocked is in the history of both users, and is not unread.",
      3:
        "`block`, `unblock` and `blocks` are answered with the whole `block_list`, which the user's other sessions get if it has changed, and `ready` has it as `blocked` unless it is empty.",
      4:
        "In rooms everybody is told what somebody says, whoever blocks them, and it counts for resuming as ever.",
      5:
        "A user can block `limits.blocks` users: one more is refused with `too_many`, and every one with `forbidden` where that is 0, oneself with `forbidden`, who does not exist with `no_such_user`, and a guest's `block` with `auth_required`.",
      6: "A block lasts until `unblock`, over the ends of sessions and restarts of the server.",
    ])
}
