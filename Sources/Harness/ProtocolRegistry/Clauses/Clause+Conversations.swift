extension Clause {
  static let conversations = rules(
    of: .conversations, since: 6,
    [
      1:
        "`conversations` lists its user's private conversations, the one with the newest message first, each with the other user, the `seq` and `at` of its newest message, `read` and `unread`.",
      2:
        "`unread` is how many messages of the other user are above `read`, counted among the newest `limits.unread_count` of the conversation, and at least 1 where there is any; one's own are never unread.",
      3:
        "A page of the list has at most `limit` conversations and never more than `limits.conversations_page`, and its `cursor` continues it; a cursor of another user or list is refused with `cursor_invalid`.",
      4:
        "`read` moves its user's mark in a conversation forward to `seq`, never back, for all of the user's sessions, and the mark outlasts sessions, restarts and crashes.",
      5:
        "The user's other sessions and nobody else get `read` with the mark as it now is, a cut one when it is resumed.",
      6:
        "`read` is refused with `no_such_message` for a `seq` that no message has, with `forbidden` for a room that the user may not enter, and with `auth_required` for a guest, as is `conversations`.",
      7:
        "`waiting` in `ready` counts the private conversations with unread messages, up to `limits.unread_count`; it is absent where there are none.",
      8:
        "`read` in a `user_list` tells its receiver up to where they have read in the room, if they said so; the server keeps at least the latest `limits.read_marks` of a user's marks in rooms.",
      9:
        "A `user_list` has at most `limit` users and never more than `limits.user_list_names`, and while there are more a `cursor` for `who`: nobody who stays in the room meanwhile is left out or listed twice.",
      10:
        "`/conversations` is `conversations`, and `/read [ROOM or @USER]` is `read` with the newest `seq` there.",
    ])
}
