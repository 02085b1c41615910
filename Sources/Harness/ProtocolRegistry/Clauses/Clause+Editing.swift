extension Clause {
  static let editing = [
    Clause(
      .editing, 1, .must,
      "`edit_message` gives a message another text, and everyone in the room, or every session of the two people, gets `message_edited` with the message as it now is and `edited_at`; its `seq`, author and `at` stay.",
      since: 5),
    Clause(
      .editing, 2, .must,
      "History and search have an edited message's newest text and `edited_at`, and no search finds the earlier text.",
      since: 5),
    Clause(
      .editing, 3, .must,
      "Only its author edits a message: another user is refused with `forbidden`, whatever their role, a guest with `auth_required`, and a message that does not exist or was deleted with `no_such_message`.",
      since: 5),
    Clause(
      .editing, 4, .must,
      "A message can be edited for `limits.edit_seconds` after it was stored, and is then refused with `forbidden`; with 0, nobody can edit.",
      since: 5),
    Clause(
      .editing, 5, .must,
      "A text that could not be sent is refused in an edit with the same code, and the message stays as it was.",
      since: 5),
    Clause(
      .editing, 6, .must,
      "A message that waits for a cut session is sent with its newest text and `edited_at`, and `message_edited` follows.",
      since: 5),
    Clause(
      .editing, 7, .must,
      "A repeated `key` gives its first reply after the message was edited too, and stores nothing.",
      since: 5),
    Clause(
      .editing, 8, .must,
      "An edit in a room by a user who is muted there, or may not enter it, is refused with `forbidden`.",
      since: 5),
    Clause(
      .editing, 9, .must,
      "A tutorial's client is told of an edit by a line of `server`, with the author, the message's `seq` and the new text.",
      since: 5),
    Clause(
      .editing, 10, .must,
      "`/edit SEQ TEXT` is an `edit_message` in the room in which it is typed.",
      since: 5),
  ]
}
