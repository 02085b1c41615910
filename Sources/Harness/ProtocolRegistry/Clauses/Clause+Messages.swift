extension Clause {
  static let messages = rules(
    of: .messages,
    [
      1:
        "A message to a room goes to every session in the room, including the sender's, as `chat_message` with `room`, `seq`, `user`, `message` and `at`.",
      2:
        "`seq` is dense from 1 in each room, and everyone sees a message at the same seq: live, in history and in search.",
      3:
        "A positive reply is sent only after the commit: what was acknowledged is in every later history, even after a crash.",
      4:
        "A text is delivered unchanged, scalar for scalar, and `chat_message` and `private_message` never read it as a command.",
      5:
        "A text that is only white space or contains NUL is refused with `bad_frame`; one of more than `limits.message_characters` scalar values, with `too_large`.",
      6: "Only a session that is in the room can speak there; another is refused with `not_in_room`.",
      7: "The same text sent twice without a key is two messages.",
    ])

  static let privateMessages = rules(
    of: .privateMessages,
    [
      1:
        "A private message goes to every session of its target as `private_message` with `user`, `message`, `seq` and `at`.",
      2:
        "The sender is answered `private_message_delivered`, with the number of sessions that it went to, cut ones included; the sender's other sessions get the same without `re`.",
      3: "A private message to someone offline is stored, and found in `history` with `with`.",
      4:
        "Only its two people learn of a private message and its text: no search, count or error of others shows it.",
      5: "A target that does not exist is refused with `no_such_user`.",
      6: "`seq` is dense from 1 in each pair of users.",
      7:
        "A message to oneself is stored once, answered as any other, and sent to each session of the user, also the sending one, as `private_message` only.",
    ])

  static let keys = rules(
    of: .keys,
    [
      1:
        "A `key` that its user has used before, with the same text to the same room or user, gives the first reply with `duplicate: true`, stores nothing and is sent to nobody, even if its session is not in the room or its target no longer exists.",
      2: "A `key` that was used with other content is refused with `key_reused`.",
      3: "Keys survive a crash and a restart of the server.",
      4: "A key belongs to its user, in whichever session; two users' keys are never the same.",
      5: "The latest `limits.keys_per_user` keys of a user are remembered, and older ones are not.",
      6: "A key has 1 to `limits.key_characters` characters; another is refused with `bad_frame`.",
    ])
}
