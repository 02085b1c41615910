extension Clause {
  static let threads = rules(
    of: .threads, since: 6,
    [
      1:
        "A message sent with `reply_to` has the same `reply_to` for everyone who is told it, and in histories and searches.",
      2:
        "`reply_to` is the seq of a message of the same conversation, which may have been deleted since; any other is refused with `no_such_message`, field `reply_to`, and nothing is stored.",
      3:
        "A message sent with `data` has the same object for everyone who is told it, and in histories and searches.",
      4:
        "`data` of more than `limits.data_bytes` bytes, without white space between tokens, is refused with `too_large`, field `data`; with 0, all data is.",
      5:
        "`mentions` has the users whose names stand in a message's text after `@`, as registered, each once and in the order of the text; it is absent if there are none.",
      6:
        "An `@` directly behind a letter or digit mentions nobody, of several names that fit the longest counts, and no letter or digit follows it.",
      7: "A message mentions at most `limits.mentions` users, the first of its text.",
      8: "An edited message keeps `reply_to` and `data`, and mentions those whom the new text mentions.",
      9: "A deleted message keeps `reply_to`, and has neither `data` nor `mentions`.",
      10:
        "`search` with `mentions` `true` finds only messages that mention the asker, among those that they may read, and its query may be empty; a guest is refused with `auth_required`.",
      11: "A message that waits for a cut session is sent with `reply_to`, `data` and `mentions`.",
      12: "A `key` that comes again with another `reply_to` or `data` is refused with `key_reused`.",
      13: "`/reply SEQ TEXT` sends a message with `reply_to` to the room in which it is typed.",
    ])
}
