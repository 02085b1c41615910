extension Clause {
  static let conversations = [
    Clause(
      .conversations, 1, .must,
      "`conversations` lists its user's private conversations, the one with the newest message first, each with the other user, the `seq` and `at` of its newest message, `read` and `unread`.",
      since: 6),
    Clause(
      .conversations, 2, .must,
      "`unread` is how many messages of the other user are above `read`, counted among the newest `limits.unread_count` of the conversation, and at least 1 where there is any; one's own are never unread.",
      since: 6),
    Clause(
      .conversations, 3, .must,
      "A page of the list has at most `limit` conversations and never more than `limits.conversations_page`, and its `cursor` continues it; a cursor of another user or list is refused with `cursor_invalid`.",
      since: 6),
    Clause(
      .conversations, 4, .must,
      "`read` moves its user's mark in a conversation forward to `seq`, never back, for all of the user's sessions, and the mark outlasts sessions, restarts and crashes.",
      since: 6),
    Clause(
      .conversations, 5, .must,
      "The user's other sessions and nobody else get `read` with the mark as it now is, a cut one when it is resumed.",
      since: 6),
    Clause(
      .conversations, 6, .must,
      "`read` is refused with `no_such_message` for a `seq` that no message has, with `forbidden` for a room that the user may not enter, and with `auth_required` for a guest, as is `conversations`.",
      since: 6),
    Clause(
      .conversations, 7, .must,
      "`waiting` in `ready` counts the private conversations with unread messages, up to `limits.unread_count`; it is absent where there are none.",
      since: 6),
    Clause(
      .conversations, 8, .must,
      "`read` in a `user_list` tells its receiver up to where they have read in the room, if they said so; the server keeps at least the latest `limits.read_marks` of a user's marks in rooms.",
      since: 6),
    Clause(
      .conversations, 9, .must,
      "A `user_list` has at most `limit` users and never more than `limits.user_list_names`, and while there are more a `cursor` for `who`: nobody who stays in the room meanwhile is left out or listed twice.",
      since: 6),
    Clause(
      .conversations, 10, .must,
      "`/conversations` is `conversations`, and `/read [ROOM or @USER]` is `read` with the newest `seq` there.",
      since: 6),
  ]
}
