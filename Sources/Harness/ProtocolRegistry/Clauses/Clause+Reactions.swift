extension Clause {
  static let reactions = rules(
    of: .reactions, since: 6,
    [
      1:
        "`react` gives a message a reaction, and everyone in the room, or every session of the two people, gets `reaction_added` with the user, the reaction and how many users give it now.",
      2:
        "`unreact` takes one's own reaction away, and the same get `reaction_removed` with how many users still give it.",
      3:
        "A reaction that the user gives already, and an `unreact` of one that they do not give, is answered with `ok`, and nobody is told.",
      4:
        "History and search have a message's reactions in the order in which each was first given, with its count and its first `limits.reaction_users` users in their order, as long as a page names no more than 1,000.",
      5:
        "A reaction that is empty, or has white space or a control character, is refused with `bad_frame`, one of more than `limits.reaction_characters` characters with `too_large`.",
      6:
        "Reactions that are canonically equivalent in Unicode are the same one, and are told in normalization form C.",
      7:
        "A message has at most `limits.reactions` different reactions, and at most `limits.reactions_by_user` of one user: another is refused with `too_many`, and every `react` with `forbidden` where `limits.reactions` is 0.",
      8:
        "A `react` of a guest is refused with `auth_required`, and of a user who is muted in the room or may not enter it with `forbidden`.",
      9:
        "A deleted message has no reactions, and one that was deleted or does not exist cannot get any: `react` is refused with `no_such_message`.",
      10:
        "A session that is resumed is told the reactions that were given and taken away meanwhile; where the message was deleted since, U+FFFD stands for them.",
      11:
        "`/react SEQ REACTION` and `/unreact SEQ REACTION` are `react` and `unreact` in the room in which they are typed.",
    ])
}
