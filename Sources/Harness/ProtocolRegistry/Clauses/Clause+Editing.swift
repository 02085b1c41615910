extension Clause {
  static let editing = rules(
    of: .editing, since: 5,
    [
      1:
        "`edit_message` gives a message another text, and everyone in the room, or every session of the two people, gets `message_edited` with the message as it now is and `edited_at`; its `seq`, author and `at` stay.",
      2:
        "History and search have an edited message's newest text and `edited_at`, and no search finds the earlier text.",
      3:
        "Only its author edits a message: another user is refused with `forbidden`, whatever their role, a guest with `auth_required`, and a message that does not exist or was deleted with `no_such_message`.",
      4:
        "A message can be edited for `limits.edit_seconds` after it was stored, and is then refused with `forbidden`; with 0, nobody can edit.",
      5:
        "A text that could not be sent is refused in an edit with the same code, and the message stays as it was.",
      6:
        "A message that waits for a cut session is sent with its newest text and `edited_at`, and `message_edited` follows.",
      7: "A repeated `key` gives its first reply after the message was edited too, and stores nothing.",
      8:
        "An edit in a room by a user who is muted there, or may not enter it, is refused with `forbidden`.",
      9:
        "A tutorial's client is told of an edit by a line of `server`, with the author, the message's `seq` and the new text.",
      10: "`/edit SEQ TEXT` is an `edit_message` in the room in which it is typed.",
    ])
}
