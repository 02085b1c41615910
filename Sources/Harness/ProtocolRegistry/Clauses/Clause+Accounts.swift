extension Clause {
  static let accounts = [
    Clause(
      .accounts, 1, .must,
      "`register` makes a user and logs it in: `ready` with `user`, the `session`'s secret name, and a `token` to log in with."
    ),
    Clause(
      .accounts, 2, .must,
      "`login` with a `token`, or with `user` and `password`, answers `ready`, and the session is that user's."
    ),
    Clause(
      .accounts, 3, .must,
      "A wrong password, an unknown user and an unknown token get the same `auth_failed` with the same `message`, so that nobody learns which users exist."
    ),
    Clause(
      .accounts, 4, .must,
      "A connection without a log-in is a guest: within AUTH-21 and AUTH-22 it may join existing rooms, read and search; everything else, also making a room by `join`, is refused with `auth_required`."
    ),
    Clause(
      .accounts, 5, .must,
      "A guest that logs in stays in the rooms that its user may join, where the user is present from then on; for each other room an `error` says why.",
      since: 3),
    Clause(
      .accounts, 6, .must,
      "`logout` takes the session out of its rooms and makes it a guest's; the user's other sessions are not affected."
    ),
    Clause(
      .accounts, 7, .must,
      "`set_password` needs the old password; afterwards only the new one works."
    ),
    Clause(
      .accounts, 8, .must, "A session that is logged in is refused `login` and `register` with `forbidden`."),
    Clause(
      .accounts, 9, .must,
      "The sender of everything is the session's user, whatever names a frame has."),
    Clause(
      .accounts, 10, .must,
      "A new password of fewer than `limits.password_bytes_at_least` bytes is refused with `bad_frame`, and any of more than `limits.password_bytes` with `too_large`."
    ),
    Clause(
      .accounts, 11, .must,
      "`set_password` ends the user's other sessions without the token of the one that sends it, closes them with 4503, and revokes the other tokens of `register` and `login`; those that an operator made still work."
    ),
    Clause(
      .accounts, 12, .must,
      "`login` with `password` and `remember: true` answers `ready` with a `token` to log in with."),
    Clause(
      .accounts, 13, .must,
      "`logout` with `forget: true` also revokes the session's token, and closes the other sessions that have it with 4503."
    ),
    Clause(
      .accounts, 14, .must,
      "A connection that was opened with a token is logged in by it: `ready` follows `hello` unasked, or for a token that is not valid `auth_failed` and close code 4502."
    ),
    Clause(
      .accounts, 15, .must,
      "A session that its connection's token began may, before it has carried out another command, send `login` with `resume` and no `token` or `password`, or those of the same user: it ends with all that it was sent, and the answer is that of RES-1 or RES-5."
    ),
    Clause(
      .accounts, 16, .must,
      "A user has at most `limits.tokens_per_user` tokens of `register` and `login`; one more revokes the oldest.",
      since: 3),
    Clause(
      .accounts, 17, .must,
      "A token of `register` or `login` expires, and then gets `auth_failed`, when it was not used for `limits.token_seconds`, neither to log in nor by a session.",
      since: 4),
    Clause(
      .accounts, 18, .must,
      "An account that nobody was logged in to for `limits.unused_account_seconds` is deleted and its name becomes free, unless its user ever said something, was written to, made or was given a room, or was named in a room's rules.",
      since: 4),
    Clause(
      .accounts, 19, .must,
      "Where `limits.registration` is 0, `register` is refused with `registration_closed`; where it is 1, one without an `invitation` is refused with `invitation_invalid`.",
      since: 6),
    Clause(
      .accounts, 20, .must,
      "A `register` with an `invitation` that no operator made, that expired, was revoked or is used up is refused with `invitation_invalid`; with any other it works, unless `limits.registration` is 0.",
      since: 6),
    Clause(
      .accounts, 21, .must,
      "Where `limits.guests` is 1, a guest's `who`, `user_info`, and `search` for users, by `from` or in all rooms are refused with `auth_required`, and the `user_list` that answers its `join` has no names in `users`, no `owner` and no `moderators`.",
      since: 6),
    Clause(
      .accounts, 22, .must,
      "Where `limits.guests` is 0, everything that a guest sends but `register`, `login` and `ping` is refused with `auth_required`.",
      since: 6),
  ]

  static let names = [
    Clause(
      .names, 1, .must,
      "A user's name has 1 to `limits.user_name_characters` Unicode scalar values, a room's 1 to `limits.room_name_characters`; others are `name_invalid`."
    ),
    Clause(
      .names, 2, .must,
      "Names that differ only by case or Unicode normalisation are the same: a second user is refused with `name_taken`, a second room is the first."
    ),
    Clause(
      .names, 3, .must,
      "A name with white space, or with a control, bidi, invisible, private-use or unassigned character, is `name_invalid`, and the message has the character's position, counted from 1."
    ),
    Clause(.names, 4, .must, "A name is shown as it was first written, whichever spelling others use."),
    Clause(.names, 5, .must, "Nobody can register the name `server`: it is `name_invalid`."),
    Clause(
      .names, 6, .must,
      "Case is folded in full and the same for all languages: `ß` and `ẞ` are `ss`, and `ı` is not `i`.",
      since: 6),
  ]

  static let bots = [
    Clause(
      .bots, 1, .must,
      "A bot uses the same frames and has the same limits as a person; a search for users shows that it is a bot."
    ),
    Clause(
      .bots, 2, .must,
      "A bot's message has `bot: true`, in `chat_message`, `private_message`, `history`, search and the frames that a resumed session missed; a person's has no `bot`."
    ),
  ]
}
