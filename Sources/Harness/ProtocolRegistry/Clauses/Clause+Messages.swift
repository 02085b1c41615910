extension Clause {
  static let messages = [
    Clause(
      .messages, 1, .must,
      "What a user says goes to every session in the room, the sender's too, as `chat_message` with `room`, `seq`, `user`, `message` and `at`."
    ),
    Clause(
      .messages, 2, .must,
      "`seq` is dense from 1 in each room, and everyone sees a message at the same seq: live, in history and in search."
    ),
    Clause(
      .messages, 3, .must,
      "A reply that says it worked comes only after the commit: what was acknowledged is in every later history, also after a crash."
    ),
    Clause(
      .messages, 4, .must,
      "A text comes out scalar for scalar as it went in, and `chat_message` and `private_message` never read it as a command."
    ),
    Clause(
      .messages, 5, .must,
      "A text that is nothing but white space, or has a NUL in it, is refused with `bad_frame`; one of more than `limits.message_characters` scalar values, with `too_large`."
    ),
    Clause(
      .messages, 6, .must,
      "Only a session that is in the room can speak there; another is refused with `not_in_room`."),
    Clause(.messages, 7, .must, "The same words twice, without a key, are two messages."),
  ]

  static let privateMessages = [
    Clause(
      .privateMessages, 1, .must,
      "A private message goes to every session of its target as `private_message` with `user`, `message`, `seq` and `at`."
    ),
    Clause(
      .privateMessages, 2, .must,
      "The sender is answered `private_message_delivered`, with the number of sessions that it went to, those that are cut counted; the sender's other sessions get the same without `re`."
    ),
    Clause(
      .privateMessages, 3, .must,
      "A private message to someone offline is stored, and found in `history` with `with`."),
    Clause(
      .privateMessages, 4, .must,
      "A private message, its text, and the fact that it exists reach the two people only: not search, not counts, not errors."
    ),
    Clause(
      .privateMessages, 5, .must, "A target that does not exist is refused with `no_such_user`."),
    Clause(.privateMessages, 6, .must, "`seq` is dense from 1 in each pair of users."),
    Clause(
      .privateMessages, 7, .must,
      "A message to oneself is one message: stored once, answered as any other, and told to each session of the user, the asking one too, as `private_message` alone."
    ),
  ]

  static let keys = [
    Clause(
      .keys, 1, .must,
      "A `key` that its user has used before, with the same text to the same room or user, gives the first reply with `duplicate: true`, stores nothing and is told to nobody; also where its session is not in the room, or its target has gone since."
    ),
    Clause(
      .keys, 2, .must, "A `key` that was used with other content is refused with `key_reused`."),
    Clause(
      .keys, 3, .must, "Keys outlast a crash and a restart of the server."),
    Clause(
      .keys, 4, .must, "A key belongs to its user, in whichever session; two users' keys are never the same."),
    Clause(
      .keys, 5, .must,
      "The latest `limits.keys_per_user` keys of a user are remembered, and older ones are not."),
    Clause(
      .keys, 6, .must,
      "A key has 1 to `limits.key_characters` characters; another is refused with `bad_frame`."
    ),
  ]
}
