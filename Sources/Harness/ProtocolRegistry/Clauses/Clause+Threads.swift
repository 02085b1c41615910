extension Clause {
  static let threads = [
    Clause(
      .threads, 1, .must,
      "A message sent with `reply_to` has the same `reply_to` for everyone who is told it, and in histories and searches.",
      since: 6),
    Clause(
      .threads, 2, .must,
      "`reply_to` is the seq of a message of the same conversation, which may have been deleted since; any other is refused with `no_such_message`, field `reply_to`, and nothing is stored.",
      since: 6),
    Clause(
      .threads, 3, .must,
      "A message sent with `data` has the same object for everyone who is told it, and in histories and searches.",
      since: 6),
    Clause(
      .threads, 4, .must,
      "`data` of more than `limits.data_bytes` bytes, without white space between tokens, is refused with `too_large`, field `data`; with 0, all data is.",
      since: 6),
    Clause(
      .threads, 5, .must,
      "`mentions` has the users whose names stand in a message's text after `@`, as registered, each once and in the order of the text; it is absent if there are none.",
      since: 6),
    Clause(
      .threads, 6, .must,
      "An `@` directly behind a letter or digit mentions nobody, of several names that fit the longest counts, and no letter or digit follows it.",
      since: 6),
    Clause(
      .threads, 7, .must,
      "A message mentions at most `limits.mentions` users, the first of its text.",
      since: 6),
    Clause(
      .threads, 8, .must,
      "An edited message keeps `reply_to` and `data`, and mentions those whom the new text mentions.",
      since: 6),
    Clause(
      .threads, 9, .must,
      "A deleted message keeps `reply_to`, and has neither `data` nor `mentions`.",
      since: 6),
    Clause(
      .threads, 10, .must,
      "`search` with `mentions` `true` finds only messages that mention the asker, among those that they may read, and its query may be empty; a guest is refused with `auth_required`.",
      since: 6),
    Clause(
      .threads, 11, .must,
      "A message that waits for a cut session is sent with `reply_to`, `data` and `mentions`.",
      since: 6),
    Clause(
      .threads, 12, .must,
      "A `key` that comes again with another `reply_to` or `data` is refused with `key_reused`.",
      since: 6),
    Clause(
      .threads, 13, .must,
      "`/reply SEQ TEXT` sends a message with `reply_to` to the room in which it is typed.",
      since: 6),
  ]
}
