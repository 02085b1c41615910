extension Clause {
  static let conversations = rules(
    of: .conversations, since: 6,
    [
      1:
        "`conversations` lists the private conversations of its user and of nobody else, the one with the newest message first, each with the other user, the `seq` and `at` of its newest message, `read` and `unread`.",
      2:
        "`unread` is how many messages of the other user are above `read`, counted among the newest `limits.unread_count` of the conversation and at least 1 where there is any; what one says oneself is never unread.",
      3:
        "A page of the list has at most `limit` conversations and never more than `limits.conversations_page`, and goes on behind its last one with its `cursor`; a cursor of another user or another list is refused with `cursor_invalid`.",
      4:
        "`read` moves its user's mark in a conversation forward to `seq` and never back, for all of the user's sessions, and the mark outlasts sessions, restarts and crashes.",
      5:
        "The user's other sessions and nobody else are told `read` with the mark as it now is, and a session that was cut when it comes back.",
      6:
        "`read` is refused with `no_such_message` for a `seq` that no message has, with `forbidden` for a room that the user may not enter, and with `auth_required` for a guest, as is `conversations`.",
      7:
        "`ready` tells in `waiting` in how many private conversations there are unread messages, counted up to `limits.unread_count`, and has no such field where there are none.",
      8:
        "A `user_list` tells its receiver in `read` up to where they have read in the room, where they said so; the server keeps at least the latest `limits.read_marks` of a user's marks in rooms.",
      9:
        "A `user_list` has at most `limit` users and never more than `limits.user_list_names`, and while there are more a `cursor` with which `who` goes on: nobody who stays in the room meanwhile is left out or listed twice.",
      10:
        "`/conversations` is `conversations`, and `/read [ROOM or @USER]` is `read` with the newest `seq` there.",
    ])
}
