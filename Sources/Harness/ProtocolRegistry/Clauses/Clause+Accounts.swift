extension Clause {
  static let accounts = rules(
    of: .accounts,
    [
      1:
        "`register` makes a user and logs it in: `ready` with `user`, the `session`'s secret name, and a `token` to log in with.",
      2:
        "`login` with a `token`, or with `user` and `password`, answers `ready`, and the session is that user's.",
      3:
        "A wrong password, an unknown user and an unknown token get the same `auth_failed` with the same `message`, so that nobody learns which users exist.",
      4:
        "A connection without a log-in is a guest: within AUTH-21 and AUTH-22 it may join existing rooms, read and search; everything else, also making a room by `join`, is refused with `auth_required`.",
      5:
        "A guest that logs in stays in the rooms that its user may join, where the user is present from then on; for each other room an `error` says why."
        .rule(since: 3),
      6:
        "`logout` takes the session out of its rooms and makes it a guest's; the user's other sessions are not affected.",
      7: "`set_password` needs the old password; afterwards only the new one works.",
      8: "A session that is logged in is refused `login` and `register` with `forbidden`.",
      9: "The sender of everything is the session's user, whatever names a frame has.",
      10:
        "A new password of fewer than `limits.password_bytes_at_least` bytes is refused with `bad_frame`, and any of more than `limits.password_bytes` with `too_large`.",
      11:
        "`set_password` ends the user's other sessions, but for those with the token of the one that sends it, closes them with 4503, and revokes the other tokens of `register` and `login`; those that an operator made still work.",
      12: "`login` with `password` and `remember: true` answers `ready` with a `token` to log in with.",
      13:
        "`logout` with `forget: true` also revokes the session's token, and closes the other sessions that have it with 4503.",
      14:
        "A connection that was opened with a token is logged in by it: `ready` follows `hello` unasked, or for a token that is not valid `auth_failed` and close code 4502.",
      15:
        "A session that its connection's token began may, before it has carried out another command, send `login` with `resume` and no `token` or `password`, or those of the same user: it ends, with all that it was sent, and the answer is that of RES-1 or RES-5.",
      16:
        "A user has at most `limits.tokens_per_user` tokens of `register` and `login`; one more revokes the oldest."
        .rule(since: 3),
      17:
        "A token of `register` or `login` expires, and then gets `auth_failed`, when it was not used for `limits.token_seconds`, neither to log in nor by a session."
        .rule(since: 4),
      18:
        "An account that nobody was logged in to for `limits.unused_account_seconds` is deleted and its name becomes free, unless its user ever said something, was written to, made or was given a room, or was named in a room's rules."
        .rule(since: 4),
      19:
        "Where `limits.registration` is 0, `register` is refused with `registration_closed`; where it is 1, one without an `invitation` is refused with `invitation_invalid`."
        .rule(since: 6),
      20:
        "A `register` with an `invitation` that no operator made, that expired, was revoked or is used up is refused with `invitation_invalid`; with any other it works, unless `limits.registration` is 0."
        .rule(since: 6),
      21:
        "Where `limits.guests` is 1, a guest's `who`, `user_info`, and `search` for users, by `from` or in all rooms are refused with `auth_required`, and the `user_list` that answers its `join` has no names in `users`, no `owner` and no `moderators`."
        .rule(since: 6),
      22:
        "Where `limits.guests` is 0, everything that a guest sends but `register`, `login` and `ping` is refused with `auth_required`."
        .rule(since: 6),
    ])

  static let names = rules(
    of: .names,
    [
      1:
        "A user's name has 1 to `limits.user_name_characters` Unicode scalar values, a room's 1 to `limits.room_name_characters`; others are `name_invalid`.",
      2:
        "Names that differ only by case or Unicode normalisation are the same: a second user is refused with `name_taken`, a second room is the first.",
      3:
        "A name with white space, or with a control, bidi, invisible, private-use or unassigned character, is `name_invalid`, and the message has the character's position, counted from 1.",
      4: "A name is shown as it was first written, whichever spelling others use.",
      5: "Nobody can register the name `server`: it is `name_invalid`.",
      6: "Case is folded in full and the same for all languages: `ß` and `ẞ` are `ss`, and `ı` is not `i`."
        .rule(since: 6),
    ])

  static let bots = rules(
    of: .bots,
    [
      1:
        "A bot uses the same frames and has the same limits as a person; a search for users shows that it is a bot.",
      2:
        "A bot's message has `bot: true`, in `chat_message`, `private_message`, `history`, search and the frames that a resumed session missed; a person's has no `bot`.",
    ])
}
