extension Clause {
  static let messages = [
    Clause(
      .messages, 1, .must,
      "A message to a room goes to every session in the room, including the sender's, as `chat_message` with `room`, `seq`, `user`, `message` and `at`."
    ),
    Clause(
      .messages, 2, .must,
      "`seq` is dense from 1 in each room, and everyone sees a message at the same seq: live, in history and in search."
    ),
    Clause(
      .messages, 3, .must,
      "A positive reply is sent only after the commit: what was acknowledged is in every later history, even after a crash."
    ),
    Clause(
      .messages, 4, .must,
      "A text is delivered unchanged, scalar for scalar, and `chat_message` and `private_message` never read it as a command."
    ),
    Clause(
      .messages, 5, .must,
      "A text that is only white space or contains NUL is refused with `bad_frame`; one of more than `limits.message_characters` scalar values, with `too_large`."
    ),
    Clause(
      .messages, 6, .must,
      "Only a session that is in the room can speak there; another is refused with `not_in_room`."),
    Clause(.messages, 7, .must, "The same text sent twice without a key is two messages."),
  ]

  static let privateMessages = [
    Clause(
      .privateMessages, 1, .must,
      "A private message goes to every session of its target as `private_message` with `user`, `message`, `seq` and `at`."
    ),
    Clause(
      .privateMessages, 2, .must,
      "The sender is answered `private_message_delivered`, with the number of sessions that it went to, cut ones included; the sender's other sessions get the same without `re`."
    ),
    Clause(
      .privateMessages, 3, .must,
      "A private message to someone offline is stored, and found in `history` with `with`."),
    Clause(
      .privateMessages, 4, .must,
      "Only its two people learn of a private message and its text: no search, count or error of others shows it."
    ),
    Clause(
      .privateMessages, 5, .must, "A target that does not exist is refused with `no_such_user`."),
    Clause(.privateMessages, 6, .must, "`seq` is dense from 1 in each pair of users."),
    Clause(
      .privateMessages, 7, .must,
      "A message to oneself is stored once, answered as any other, and sent to each session of the user, also the sending one, as `private_message` only."
    ),
  ]

  static let keys = [
    Clause(
      .keys, 1, .must,
      "A `key` that its user has used before, with the same text to the same room or user, gives the first reply with `duplicate: true`, stores nothing and sends nothing, even if its session is not in the room or its target no longer exists."
    ),
    Clause(
      .keys, 2, .must, "A `key` that was used with other content is refused with `key_reused`."),
    Clause(
      .keys, 3, .must, "Keys survive a crash and a restart of the server."),
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
